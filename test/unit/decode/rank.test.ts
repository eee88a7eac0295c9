import { describe, expect, it } from 'vitest';
import { rank } from '../../../engine/decode/rank';
import { fakeModel, SPECIALS, testTokenizer, type Answer } from '../../support/fakeModel';

const tokenizer = testTokenizer();
const id = (text: string): number => tokenizer.ids(text)[0] ?? 0;

/** Says by itself b or c, then x; but z behind c, of which it is sure. */
const answer: Answer = ({ cells, before }, row) => {
  const left = row > 0 ? cells[row - 1] : before.at(-1);
  if (left === id('c')) return new Map([[id('z'), 1]]);
  if (row > 0) return new Map([[id('x'), 0.9], [id('z'), 0.1]]); // prettier-ignore
  return new Map([[id('b'), 0.6], [id('c'), 0.4]]); // prettier-ignore
};

const span = { start: 2, end: 3 };
const job = (...texts: readonly string[]) => ({ text: 'a(?);', span, texts });

describe('rank', () => {
  it('takes each token with those before it in place, the likeliest text first', async () => {
    const model = fakeModel({ answer });
    const ranked = await rank({ model, tokenizer }, job('bz', 'cz', 'b'));
    expect(ranked.map(({ text }) => text)).toEqual(['b', 'cz', 'bz']);
    expect(ranked.map(({ logProbability }) => Math.exp(logProbability))).toEqual([
      expect.closeTo(0.6),
      expect.closeTo(0.4),
      expect.closeTo(0.06),
    ]);
    const [, cz] = ranked;
    expect(cz?.cells.map(({ text }) => text)).toEqual(['c', 'z']);
    expect(cz?.cells[0]?.confidence).toBeCloseTo(0.4);
    // Two lengths, and what follows b and what follows c.
    expect(model.requests).toHaveLength(4);
    expect(model.requests[0]).toMatchObject({ before: tokenizer.ids('a('), after: tokenizer.ids(');') });
  });

  it('asks once for what several texts begin with', async () => {
    const model = fakeModel({ answer });
    await rank({ model, tokenizer }, job('bz', 'bx', 'by'));
    expect(model.requests.map(({ rows }) => rows)).toEqual([[0, 1], [1]]);
  });

  it('counts the space before the place to the first token, and shows it in none', async () => {
    const model = fakeModel({ answer: () => new Map([[id(' b'), 1]]) });
    const [found] = await rank({ model, tokenizer }, { text: 'a ?', span, texts: ['b'] });
    expect(found?.cells.map(({ text }) => text).join('')).toBe('b');
    expect(model.requests[0]?.before).toEqual(tokenizer.ids('a'));
  });

  it('leaves out what no canvas holds, and has nothing to say of nothing', async () => {
    const model = fakeModel({ answer, maxCells: 2 });
    expect((await rank({ model, tokenizer }, job('bxz', 'b', ''))).map(({ text }) => text)).toEqual(['b']);
    expect(await rank({ model, tokenizer }, job())).toEqual([]);
  });

  it('refuses too many texts, a span outside, and models that know no mask', async () => {
    const model = fakeModel({ answer });
    const many = Array.from({ length: 1001 }, () => 'b');
    await expect(rank({ model, tokenizer }, job(...many))).rejects.toThrow(/1001 texts to choose from: at most 1000/);
    const outside = { ...job('b'), span: { start: 2, end: 9 } };
    await expect(rank({ model, tokenizer }, outside)).rejects.toThrow(/outside/);
    const noise = fakeModel({ answer, specials: { ...SPECIALS, canvas: 'noise' } });
    await expect(rank({ model: noise, tokenizer }, job('b'))).rejects.toThrow(/knows no mask/);
  });
});
