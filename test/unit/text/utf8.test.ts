import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinPieces, utf16Offsets, type Piece } from '../../../engine/text/utf8';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const cut = (text: string, sizes: readonly number[]): Uint8Array[] => {
  const all = Buffer.from(text, 'utf8');
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const size of [...sizes, all.length]) {
    pieces.push(all.subarray(at, at + size));
    at += size;
  }
  return pieces;
};

describe('joinPieces', () => {
  it('joins any text cut anywhere', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.nat(5)), (text, sizes) => {
        const { texts, broken } = joinPieces(cut(text, sizes));
        expect(texts.join('')).toBe(text);
        expect(broken.size).toBe(0);
      }),
    );
  });

  it('gives a character to the piece that completes it', () => {
    expect(joinPieces([bytes(0x61, 0xc3), bytes(0xa9, 0x62)]).texts).toEqual(['a', 'éb']);
  });

  it('agrees with the platform about what is well-formed, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (raw) => {
        const { texts, broken } = joinPieces([raw]);
        let valid = true;
        try {
          new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
        } catch {
          valid = false;
        }
        expect(broken.size === 0).toBe(valid);
        if (valid) expect(texts[0]).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(raw));
        else expect(texts[0]).not.toContain('\ufffd');
      }),
    );
  });

  it('lets no character span a gap, and names the pieces with stray bytes', () => {
    const pieces: Piece[] = [bytes(0xe2, 0x82), undefined, bytes(0xac), bytes(0x41)];
    expect(joinPieces(pieces)).toMatchObject({ texts: ['', '', '', 'A'], broken: new Set([0, 2]) });
  });

  it('keeps a replacement character that the bytes really spell, and a byte order mark', () => {
    expect(joinPieces([bytes(0xef, 0xbf, 0xbd), bytes(0xef, 0xbb, 0xbf)]).texts).toEqual(['\ufffd', '\ufeff']);
  });
});

describe('utf16Offsets', () => {
  it('maps byte offsets, those inside a character to its start', () => {
    expect(utf16Offsets('aé👧b', [0, 1, 2, 3, 4, 7, 8])).toEqual([0, 1, 1, 2, 2, 4, 5]);
  });
});
