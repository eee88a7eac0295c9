import { describe, expect, it } from 'vitest';
import { infill } from '../../../engine/decode/infill';
import { heal } from '../../../engine/text/healing';
import { fakeModel, testTokenizer } from '../../support/fakeModel';

const tokenizer = testTokenizer();
const OPEN = { kind: 'open' } as const;
const healAt = (text: string, start: number, end = start, cells = [OPEN, OPEN]) =>
  heal(tokenizer, { text, span: { start, end }, room: { start: 0, end: text.length } }, cells);

describe('heal', () => {
  it('gives the pieces of a token that the borders cut to the first and last cell', () => {
    // The tokenizer writes "ret" as one token.
    expect(healAt('x(ret)', 3)).toEqual({
      cells: [
        { kind: 'open', lead: 'r' },
        { kind: 'open', tail: 'et' },
      ],
      border: { start: 2, end: 5 },
    });
    expect(healAt('(ret, ret)', 3, 8)).toMatchObject({
      cells: [{ lead: 're' }, { tail: 't' }],
      border: { start: 1, end: 9 },
    });
  });

  it('leaves borders alone at which a token ends', () => {
    expect(healAt('a(b)', 2)).toEqual({ cells: [OPEN, OPEN], border: { start: 2, end: 2 } });
    expect(healAt('ret', 3).border).toEqual({ start: 3, end: 3 });
    expect(healAt('', 0).border).toEqual({ start: 0, end: 0 });
  });

  it('lets one cell bring both pieces only if one token has both', () => {
    expect(healAt('ret', 1, 1, [OPEN]).cells).toEqual([{ kind: 'open', lead: 'r', tail: 'et' }]);
    expect(healAt('ret.ret', 2, 5, [OPEN])).toEqual({
      cells: [{ kind: 'open', lead: 're' }],
      border: { start: 0, end: 5 },
    });
  });

  it('takes nothing of a pin or of another hole', () => {
    const pinned = { kind: 'pinned', id: 20, text: 'q' } as const;
    const border = { text: 'ret', span: { start: 1, end: 1 }, room: { start: 0, end: 3 } };
    expect(heal(tokenizer, border, [pinned, OPEN]).border).toEqual({ start: 1, end: 3 });
    expect(heal(tokenizer, { ...border, room: { start: 1, end: 2 } }, [OPEN, OPEN]).border).toEqual(border.span);
  });
});

describe('a hole in place of whole lines', () => {
  it('ends the last of them with its last cell, which brings the indentation behind it', () => {
    // The tokenizer writes a line break and the spaces behind it apart, and "re" as one token.
    expect(healAt('a\nb\nc', 2, 4).cells[1]).toEqual({ kind: 'open', tail: '\n', bringsBreak: true });
    expect(healAt('a\r\nb\r\n', 3, 6).cells[1]).toEqual({ kind: 'open', tail: '\n', bringsBreak: true });
    expect(healAt('a\n  b', 2).cells[1]).toMatchObject({ bringsBreak: true });
  });

  it('is none if it is empty where a line begins without indentation, or ends inside of one', () => {
    for (const [text, start, end] of [
      ['a\nb', 2, 2],
      ['a\n\n', 2, 2],
      ['a\n  b', 3, 3],
      ['a\nb\nc', 2, 3],
    ] as const) {
      expect(healAt(text, start, end).cells[1]).not.toHaveProperty('bringsBreak');
    }
  });

  it('comes back with its line break, which is shown, whatever the model would say', async () => {
    const [q = 0, line = 0] = ['q', '\n'].map((text) => tokenizer.ids(text)[0] ?? 0);
    const model = fakeModel({ answer: () => new Map([[q, 0.9], [line, 0.1]]) }); // prettier-ignore
    const holes = [{ span: { start: 2, end: 4 }, length: 3, keepsLength: true }];
    const options = { allowRepeats: true };
    const { holes: found } = await infill({ model, tokenizer }, { text: 'a\nb\n  c', holes, options });
    // The first cell brings the line break before the hole, which the document has already.
    expect(found[0]?.text).toBe('q\n');
    expect(found[0]?.cells.at(-1)).toMatchObject({ text: '\n', state: 'committed' });
  });
});

describe('a hole inside a word', () => {
  it('writes tokens that join the pieces on both sides, and shows only what is new', async () => {
    const [ret = 0, re = 0, x = 0] = ['ret', 're', 'x'].map((text) => tokenizer.ids(text)[0] ?? 0);
    const answer = () => new Map([[x, 0.7], [ret, 0.2], [re, 0.1]]); // prettier-ignore
    const model = fakeModel({ answer });
    const hole = { span: { start: 3, end: 3 }, length: 2, keepsLength: true };
    const job = { text: '(ret)', holes: [hole], options: { allowRepeats: true } };
    const { holes } = await infill({ model, tokenizer }, job);
    expect(model.requests[0]).toMatchObject({ before: tokenizer.ids('('), after: tokenizer.ids(')') });
    // The first cell begins with "re", the last ends with "t"; the document has both already.
    expect(holes[0]?.cells.map(({ text }) => text)).toEqual(['t', 're']);
    expect(holes[0]?.cells[1]?.alternatives).toEqual([]);
  });

  it('keeps every character of any script at its borders', async () => {
    for (const text of ['naïve', '日本語', '👩‍👩‍👧', 'e\u0301t', 'a\r\n\tret', 'ret\r\nret']) {
      for (let at = 0; at <= text.length; at++) {
        if (at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff) continue;
        const model = fakeModel({ answer: (_, row) => new Map([[tokenizer.ids('q')[0] ?? 0, 0.9], [20 + row, 0.1]]) }); // prettier-ignore
        const holes = [{ span: { start: at, end: at }, length: 2 }];
        const { holes: found } = await infill({ model, tokenizer }, { text, holes });
        expect(found[0]?.text).not.toContain('\ufffd');
        expect(found[0]?.span).toEqual({ start: at, end: at });
      }
    }
  });
});
