import { describe, expect, it } from 'vitest';
import { infill } from '../../../engine/decode/infill';
import { remaskHole } from '../../../engine/decode/remask';
import { looksWrong, repairHole } from '../../../engine/decode/repair';
import { score } from '../../../engine/decode/score';
import { fakeModel, SPECIALS, testTokenizer, type Answer } from '../../support/fakeModel';

const tokenizer = testTokenizer();
const id = (text: string): number => tokenizer.ids(text)[0] ?? 0;

/** Probability .9 for the letter whose turn it is in the alphabet, by its place in the document; .1 for z. */
const alphabet: Answer = ({ before }, row) =>
  new Map([
    [id(String.fromCharCode(97 + ((before.length + row) % 26))), 0.9],
    [id('z'), 0.1],
  ]);

describe('score', () => {
  it('asks for each token once, with all but every fourth visible', async () => {
    const model = fakeModel({ answer: alphabet });
    const scores = await score({ model, tokenizer }, { text: 'abzdefg', span: { start: 0, end: 7 } });
    expect(scores.map((token) => token.probability)).toEqual([0.9, 0.9, 0.1, 0.9, 0.9, 0.9, 0.9]);
    expect(scores[2]).toMatchObject({
      text: 'z',
      span: { start: 2, end: 3 },
      alternatives: [{ text: 'c', probability: 0.9 }],
    });
    expect(model.requests.map((request) => request.rows)).toEqual([[0, 4], [1, 5], [2, 6], [3]]);
    expect(model.requests[0]?.cells.map((cell) => cell === 3)).toEqual([true, false, false, false, true, false, false]);
  });

  it('goes block by block, each with its surroundings', async () => {
    const model = fakeModel({ answer: alphabet, maxCells: 3 });
    const scores = await score({ model, tokenizer }, { text: 'abcdefg', span: { start: 1, end: 6 } });
    expect(scores.map((token) => token.text).join('')).toBe('bcdef');
    expect(scores.every((token) => token.probability === 0.9)).toBe(true);
    expect(model.requests[3]).toMatchObject({ before: tokenizer.ids('abcd'), after: tokenizer.ids('g') });
  });

  it('gives one score per character that several tokens spell, with its place in the document', async () => {
    const model = fakeModel({ answer: alphabet });
    const text = 'a👧\r\nb';
    const scores = await score({ model, tokenizer }, { text, span: { start: 0, end: text.length } });
    expect(scores.map((token) => token.text)).toEqual(['a', '👧', '\r\n', 'b']);
    expect(scores.at(-1)?.span).toEqual({ start: 5, end: 6 });
  });

  it('reads the space before the span as part of its first token, and scores only what is in the span', async () => {
    const model = fakeModel({ answer: alphabet });
    const scores = await score({ model, tokenizer }, { text: 'let bc;', span: { start: 4, end: 6 } });
    expect(scores.map(({ text, span }) => [text, span.start])).toEqual([['b', 4], ['c', 5]]); // prettier-ignore
    expect(model.requests[0]).toMatchObject({ before: tokenizer.ids('let'), after: tokenizer.ids(';') });
  });

  it('names alternatives with the line breaks of the document', async () => {
    const answer: Answer = () => new Map([[id('\n'), 0.9], [id('x'), 0.1]]); // prettier-ignore
    const job = { text: 'a\r\nx', span: { start: 3, end: 4 } };
    const [token] = await score({ model: fakeModel({ answer }), tokenizer }, job);
    expect(token?.alternatives.map(({ text }) => text)).toEqual(['\r\n']);
  });

  it('is refused to models that know no mask, and so is a choice among drafts', async () => {
    const model = fakeModel({ answer: alphabet, specials: { ...SPECIALS, canvas: 'noise' } });
    const span = { start: 0, end: 1 };
    const refused = /fake knows no mask/;
    await expect(score({ model, tokenizer }, { text: 'a', span })).rejects.toThrow(refused);
    await expect(remaskHole({ model, tokenizer }, { text: 'ab', span, strength: 0.5 })).rejects.toThrow(refused);
    const job = { text: 'a', holes: [{ span }], options: { bestOf: 2 } };
    await expect(infill({ model, tokenizer }, job)).rejects.toThrow(refused);
    expect(model.requests).toEqual([]);
  });

  it('scores nothing in nothing, and refuses what is too long', async () => {
    const model = fakeModel({ answer: alphabet });
    expect(await score({ model, tokenizer }, { text: '', span: { start: 0, end: 0 } })).toEqual([]);
    const text = 'a b '.repeat(9000);
    await expect(score({ model, tokenizer }, { text, span: { start: 0, end: text.length } })).rejects.toThrow(
      /too long to score/,
    );
  });
});

describe('remaskHole', () => {
  const text = 'abzdeqg';
  const tools = { model: fakeModel({ answer: alphabet }), tokenizer };

  it('masks the least likely share and pins the rest', async () => {
    const hole = await remaskHole(tools, { text, span: { start: 0, end: 7 }, strength: 0.28 });
    expect(hole).toEqual({
      span: { start: 0, end: 7 },
      pins: [
        { start: 0, end: 2 },
        { start: 3, end: 5 },
        { start: 6, end: 7 },
      ],
      length: 2,
    });
    const { holes } = await infill(tools, { text, holes: [hole] });
    expect(holes[0]?.text).toBe('abcdefg');
  });

  it('masks at least one token, and everything at strength 1', async () => {
    const little = await remaskHole(tools, { text, span: { start: 0, end: 4 }, strength: 0.01 });
    expect(little.pins).toEqual([
      { start: 0, end: 2 },
      { start: 3, end: 4 },
    ]);
    expect(await remaskHole(tools, { text, span: { start: 0, end: 4 }, strength: 1 })).toEqual({
      span: { start: 0, end: 4 },
    });
  });

  it.each([
    [{ start: 2, end: 2 }, 1, /range is empty/],
    [{ start: 0, end: 9 }, 1, /outside the document/],
    [{ start: 0, end: 3 }, 0, /strength must be/],
    [{ start: 0, end: 3 }, 1.1, /strength must be/],
  ])('refuses %o at strength %d', async (span, strength, message) => {
    await expect(remaskHole(tools, { text, span, strength })).rejects.toThrow(message);
  });
});

describe('repairHole', () => {
  const tools = { model: fakeModel({ answer: alphabet }), tokenizer };

  it('opens only what looks wrong, and mends it', async () => {
    const text = 'abcdeqg';
    const hole = await repairHole(tools, { text, span: { start: 1, end: 7 }, below: 0.15 });
    expect(hole?.pins).toEqual([
      { start: 1, end: 5 },
      { start: 6, end: 7 },
    ]);
    const { holes } = await infill(tools, { text, holes: hole ? [hole] : [] });
    expect(holes[0]?.text).toBe('bcdefg');
  });

  it('finds nothing where nothing else is likelier', async () => {
    expect(await repairHole(tools, { text: 'abcdefg', span: { start: 0, end: 7 } })).toBeUndefined();
    const token = { span: { start: 0, end: 1 }, text: 'a', probability: 0.02, alternatives: [] };
    expect(looksWrong(token, 0.1)).toBe(false);
    expect(looksWrong({ ...token, alternatives: [{ text: 'b', probability: 0.1 }] }, 0.1)).toBe(false);
    expect(looksWrong({ ...token, alternatives: [{ text: 'b', probability: 0.4 }] }, 0.1)).toBe(true);
  });

  it.each([
    [{ start: 2, end: 2 }, 0.1, /range is empty/],
    [{ start: 0, end: 3 }, 0, /below must be/],
  ])('refuses %o below %d', async (span, below, message) => {
    await expect(repairHole(tools, { text: 'abc', span, below })).rejects.toThrow(message);
  });
});
