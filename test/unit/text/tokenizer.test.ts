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

describe('a tokenizer that falls back on bytes', () => {
  const { tokenizer: json, vectors } = fixture('byteFallback.json') as {
    tokenizer: { model: { vocab: Record<string, number>; merges: string[][] }; added_tokens: object[] };
    vectors: { text: string; ids: number[] }[];
  };
  const fallback = new Tokenizer(json);

  it('encodes as the reference implementation does', () => {
    expect(vectors.length).toBeGreaterThan(5);
    for (const { text, ids } of vectors) expect(fallback.ids(text), JSON.stringify(text)).toEqual(ids);
  });

  it('spells any well-formed text back, U+2581 and names of tokens among it', () => {
    const parts = fc.array(
      fc.oneof(wellFormed, fc.constantFrom(' ', '  ', '\u2581', '\n\n', '\t', '<bos>', '<table>', '<0x41>', 'é', '日')),
    );
    fc.assert(
      fc.property(parts, (given) => {
        const text = given.join('').replaceAll('\r\n', '\n');
        expect(spell(fallback.ids(text), fallback)).toBe(text);
        expect(fallback.encode(text).at(-1)?.end ?? 0).toBe(text.length);
      }),
    );
  });

  it('tells parts of characters, and never encodes text to a control token, though merges may make one', () => {
    const { vocab, merges } = json.model;
    const making = [['<', 't'], ['a', 'b'], ['ab', 'le'], ['<t', 'able'], ['<table', '>']]; // prettier-ignore
    const more = Object.fromEntries(['<t', 'ab', 'able', '<table'].map((token, i) => [token, 1000 + i]));
    const made = new Tokenizer({
      ...json,
      model: { ...json.model, vocab: { ...vocab, ...more }, merges: [...making, ...merges] },
    });
    for (const each of [fallback, made]) {
      const ids = each.ids('<bos><table>');
      expect(spell(ids, each)).toBe('<bos><table>');
      expect(ids.some((id) => each.controls.includes(id))).toBe(false);
    }
    expect(fallback.fragments).toHaveLength(128);
    expect(fallback.bytes(vocab['\u2581return'] ?? -1)).toEqual(Uint8Array.from(Buffer.from(' return')));
  });

  it('splits at spaces where Metaspace does, and puts none before the text', () => {
    const pretokenizer = { type: 'Metaspace', replacement: '\u2581', prepend_scheme: 'always', split: true };
    const split = new Tokenizer({ ...json, normalizer: null, pre_tokenizer: pretokenizer });
    expect(split.ids('a  b')).toEqual(['a', '\u2581', '\u2581', 'b'].map((token) => json.model.vocab[token]));
    expect(fallback.ids('a  b')).toEqual(['a', '\u2581\u2581', 'b'].map((token) => json.model.vocab[token]));
  });

  it('is refused where a byte is missing', () => {
    const { '<0x80>': _, ...vocab } = json.model.vocab;
    expect(() => new Tokenizer({ ...json, model: { ...json.model, vocab } })).toThrow(/lacks some/);
  });
});
