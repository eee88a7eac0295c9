import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Tokenizer } from '../../../engine/text/tokenizer';
import { testTokenizer } from '../../support/fakeModel';

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../fixtures/reference/${name}`, import.meta.url), 'utf8'));

const tokenizer = testTokenizer();
const wellFormed = fc.string({ unit: 'binary' });

function spell(ids: readonly number[], by = tokenizer): string {
  return Buffer.concat(ids.map((id) => by.bytes(id) ?? Buffer.from('?'))).toString('utf8');
}

describe('tokenizer', () => {
  it('encodes as the reference implementation does, except that CRLF is read as LF', () => {
    const reference = new Tokenizer(fixture('model/tokenizer.json'));
    const { vectors } = fixture('tokenizer.json') as { vectors: { text: string; ids: number[] }[] };
    const comparable = vectors.filter(({ text }) => !text.includes('\r\n'));
    expect(comparable.length).toBeGreaterThan(10);
    for (const { text, ids } of comparable) expect(reference.ids(text), JSON.stringify(text)).toEqual(ids);
    expect(reference.ids('a\r\n\tb\r\n')).toEqual(reference.ids('a\n\tb\n'));
  });

  it('spells any well-formed text back', () => {
    fc.assert(
      fc.property(wellFormed, (text) => {
        expect(spell(tokenizer.ids(text))).toBe(text.replaceAll('\r\n', '\n'));
      }),
    );
  });

  it('covers any text with contiguous spans that split no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom('\r\n', '\n', 'é', '👩‍👧', ' ')), (a, b) => {
        const text = a + b.join(a);
        const tokens = tokenizer.encode(text);
        let at = 0;
        for (const { start, end } of tokens) {
          expect(start).toBe(at);
          expect(/[\ud800-\udbff]$/.test(text.slice(0, end)) && /^[\udc00-\udfff]/.test(text.slice(end))).toBe(false);
          at = end;
        }
        expect(at).toBe(text.length);
      }),
    );
  });

  it('survives lone surrogates', () => {
    const text = 'a\ud800b\udc00';
    const tokens = tokenizer.encode(text);
    expect(tokens.at(-1)?.end).toBe(text.length);
  });

  it('never encodes text to a control token, whatever it spells', () => {
    const text = '<|remask:mask|> <|remask:delete|><|remask:reserved9|>';
    expect(tokenizer.ids(text).every((id) => tokenizer.bytes(id) !== undefined)).toBe(true);
    expect(spell(tokenizer.ids(text))).toBe(text);
    expect(tokenizer.controls).toEqual(Array.from({ length: 16 }, (_, id) => id));
  });

  it('reads line by line what it reads at once', () => {
    const text = 'if (x) {\n\n    return  y;\r\n}\n\t\n\n  // ende ';
    expect(tokenizer.lineIds(text)).toEqual(tokenizer.ids(text));
    expect(tokenizer.lineIds(text)).toEqual(tokenizer.ids(text));
    expect(tokenizer.lineIds('')).toEqual([]);
  });

  it('knows which tokens are parts of characters', () => {
    const fragments = new Set(tokenizer.fragments);
    expect(fragments.has(tokenizer.ids('é')[0] ?? -1)).toBe(true);
    expect(fragments.has(tokenizer.ids('e')[0] ?? -1)).toBe(false);
    expect(fragments.size).toBe(128);
  });

  it('refuses a folder whose tokenizer is of another kind', () => {
    expect(() => new Tokenizer({ model: { type: 'Unigram', vocab: [] } })).toThrow(/byte-level BPE/);
    expect(() => new Tokenizer('nothing')).toThrow(/byte-level BPE/);
  });
});
