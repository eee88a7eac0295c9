import { describe, expect, it } from 'vitest';
import { tokensAfter, tokensBefore } from '../../../engine/text/context';
import { lineBreakOf, sourceOffsets, unixLineBreaks, withLineBreak } from '../../../engine/text/lineBreaks';
import { testTokenizer } from '../../support/fakeModel';

const tokenizer = testTokenizer();

describe('context', () => {
  it('gives all of a stretch that is not enormous, cut exactly at its borders', () => {
    const text = 'one two three';
    expect(tokensBefore(tokenizer, { text, start: 0, end: 5 })).toEqual({ ids: tokenizer.ids('one t'), whole: true });
    expect(tokensAfter(tokenizer, { text, start: 5, end: 13 })).toEqual({
      ids: tokenizer.ids('wo three'),
      whole: true,
    });
    expect(tokensAfter(tokenizer, { text, start: 13, end: 13 })).toEqual({ ids: [], whole: true });
  });

  it('cuts an enormous one on a grid, so that typing near the hole leaves its far end alone', () => {
    const text = 'let value = 12;\n'.repeat(60_000);
    const at = 400_001;
    const typed = `${text.slice(0, at)}x${text.slice(at)}`;
    const [before, beforeTyped] = [text, typed].map((each, i) =>
      tokensBefore(tokenizer, { text: each, start: 0, end: at + i }),
    );
    const [after, afterTyped] = [text, typed].map((each, i) =>
      tokensAfter(tokenizer, { text: each, start: at + i, end: each.length }),
    );
    expect(before?.whole).toBe(false);
    expect(beforeTyped?.ids.slice(0, 1000)).toEqual(before?.ids.slice(0, 1000));
    expect(beforeTyped?.ids).toHaveLength((before?.ids.length ?? 0) + 1);
    expect(after?.whole).toBe(false);
    expect(afterTyped).toEqual(after);
  });
});

describe('line breaks', () => {
  it('are those of the first line', () => {
    expect(lineBreakOf('a\r\nb\n')).toBe('\r\n');
    expect(lineBreakOf('a\nb\r\n')).toBe('\n');
    expect(lineBreakOf('')).toBe('\n');
  });

  it('go to LF and back', () => {
    expect(unixLineBreaks('a\r\n\rb\n')).toBe('a\n\rb\n');
    expect(withLineBreak('a\n\r\nb', '\r\n')).toBe('a\r\n\r\nb');
    expect(withLineBreak('a\r\nb', '\n')).toBe('a\r\nb');
  });

  it('map offsets from the LF text to the source', () => {
    const source = 'a\r\nb\r\n\r\nc';
    expect(sourceOffsets(source, [0, 1, 2, 3, 4, 5, 6])).toEqual([0, 1, 3, 4, 6, 8, 9]);
  });
});
