import { describe, expect, it } from 'vitest';
import { infill } from '../../../engine/decode/infill';
import { calibratedLength, lengthBias } from '../../../engine/decode/lengths/cal';
import { createDraft } from '../../../engine/decode/createDraft';
import type { Block } from '../../../engine/decode/draft';
import { grownLength, splitDoubtful } from '../../../engine/decode/lengths/daedal';
import type { LengthPolicyName } from '../../../engine/protocol/messages';
import { fakeModel, SPECIALS, testTokenizer, type Answer } from '../../support/fakeModel';

const tokenizer = testTokenizer();
const id = (text: string): number => tokenizer.ids(text)[0] ?? 0;

describe('calibratedLength', () => {
  const search = (best: number, start: number, most = 64) => {
    const asked: number[] = [];
    const sureness = async (length: number): Promise<number> => {
      asked.push(length);
      return lengthBias(length) * (1 - Math.abs(length - best) / 100);
    };
    return calibratedLength({ start, most, sureness }).then((found) => ({ found, asked }));
  };

  it('climbs to the best length, up or down, and stops four lengths behind it', async () => {
    expect((await search(13, 8)).found).toBe(13);
    const down = await search(5, 8);
    expect(down.found).toBe(5);
    expect(down.asked).toEqual([8, 9, 10, 11, 12, 7, 6, 5, 4, 3, 2, 1]);
    expect((await search(5, 8, 6)).found).toBe(5);
  });

  it('stays between one cell and what the canvas holds', async () => {
    expect((await search(99, 8, 12)).found).toBe(12);
    expect((await search(-9, 3)).found).toBe(1);
  });

  it('is corrected for the bias towards short holes', async () => {
    const flat = await calibratedLength({ start: 4, most: 20, sureness: () => Promise.resolve(0.5) });
    expect(flat).toBe(20);
  });
});

it('grownLength adds cells until the end looks like one', async () => {
  const endness = (length: number) => Promise.resolve(length >= 20 ? 0.6 : 0.4);
  expect(await grownLength({ start: 6, most: 64, endness })).toBe(22);
  expect(await grownLength({ start: 6, most: 15, endness })).toBe(14);
});

describe('splitDoubtful', () => {
  const guessed = (...confidences: number[]): Block => {
    const plan = { maxCells: 16, passes: 8 } as const;
    const [block] = createDraft([...confidences.map(() => ({ kind: 'open' as const })), { kind: 'open' }], plan).blocks;
    if (!block) throw new Error('a draft without a block');
    const guess = (confidence: number) => ({ id: 20, confidence, alternatives: [] });
    block.cells = confidences.map((confidence, key) => ({ state: 'open', key, guess: guess(confidence) }));
    return block;
  };

  it('makes eight cells of the one that is least sure, if it is in doubt', () => {
    const block = guessed(0.9, 0.05, 0.08);
    const [first, least, last] = block.cells;
    splitDoubtful(block, 16);
    expect(block.cells).toHaveLength(10);
    expect(block.cells.slice(0, 2)).toEqual([first, least]);
    expect(block.cells.at(-1)).toBe(last);
    const sure = guessed(0.9, 0.5);
    splitDoubtful(sure, 16);
    expect(sure.cells).toHaveLength(2);
  });

  it('leaves the last cell last where the document goes on inside its token', () => {
    const block = guessed(0.9, 0.05);
    block.cells = block.cells.map((cell, i) => (i === 1 && cell.state === 'open' ? { ...cell, tail: 'x' } : cell));
    const last = block.cells.at(-1);
    splitDoubtful(block, 16);
    expect(block.cells).toHaveLength(9);
    expect(block.cells.at(-1)).toBe(last);
  });

  it('leaves a block alone that has lost all of its cells', () => {
    const block = guessed();
    splitDoubtful(block, 16);
    expect(block.cells).toEqual([]);
  });
});

describe('a hole of unknown length', () => {
  /** Sure of "x" everywhere if there are five cells, else in doubt; DELETE where asked. */
  const five: Answer = ({ cells }) => new Map([[id('x'), cells.length === 5 ? 0.95 : 0.1], [id('y'), 0.03], [20, 0.02]]); // prettier-ignore
  const lengthOf = async (
    lengthPolicy: LengthPolicyName | 'auto',
    answer: Answer,
    specials = SPECIALS,
    text = '()',
  ) => {
    const model = fakeModel({ answer, specials });
    const job = { text, holes: [{ span: { start: 1, end: text.length - 1 } }], options: { lengthPolicy } };
    const { holes } = await infill({ model, tokenizer }, job);
    return { cells: holes[0]?.cells.length, requests: model.requests };
  };
  const noLengths = { mask: 3, delete: undefined, expand: undefined };

  it('is searched for where the model has learned none', async () => {
    const weighted: Answer = ({ cells }) => {
      const sure = lengthBias(cells.length) * (1 - Math.abs(cells.length - 5) / 50);
      const others = Array.from({ length: 40 }, (_, i) => [30 + i, (1 - sure) / 40] as const);
      return new Map([[id('\n'), sure], ...others]);
    };
    expect((await lengthOf('auto', weighted, noLengths)).cells).toBe(5);
    expect((await lengthOf('fixed', five, noLengths, '(abc)')).cells).toBe(3);
  });

  it('is not searched for where it was given, or the model deletes', async () => {
    const given = fakeModel({ answer: five, specials: noLengths });
    const job = { text: '()', holes: [{ span: { start: 1, end: 1 }, length: 4 }] };
    expect((await infill({ model: given, tokenizer }, job)).holes[0]?.cells).toHaveLength(4);
    const { requests } = await lengthOf('auto', five);
    expect(requests.every(({ history }) => history !== undefined)).toBe(true);
  });

  it('is fixed if asked for, though the model would delete', async () => {
    const deleting: Answer = () => new Map([[4, 0.9], [id('x'), 0.1]]); // prettier-ignore
    expect((await lengthOf('fixed', deleting)).cells).toBe(8);
  });

  it('grows where the model is in doubt, within its budget', async () => {
    const doubtful: Answer = (_, row) => new Map(Array.from({ length: 20 }, (__, i) => [30 + i, row === 0 && i === 0 ? 1.2 : 1])); // prettier-ignore
    const { cells = 0 } = await lengthOf('daedal', doubtful);
    expect(cells).toBeGreaterThan(12);
    expect(cells).toBeLessThanOrEqual(64);
    await expect(lengthOf('daedal', doubtful, noLengths)).rejects.toThrow(/needs a model with a DELETE token/);
  });
});

describe('the length of a text that is replaced', () => {
  const GATE = { bias: -9, order: 0, isBetween: 0, share: 0, places: 0, distance: 0, top: 0 };
  /** Cells of the canvas of the first pass. */
  const begun = async (tokens: number, maxCells: number, isRecalling = true): Promise<number> => {
    const answer: Answer = () => new Map([[id('q'), 1]]);
    const model = fakeModel({ answer, maxCells, ...(isRecalling && { recallGate: GATE }) });
    const text = `(${'abcdefgh'.repeat(64).slice(0, tokens)})`;
    const job = { text, holes: [{ span: { start: 1, end: 1 + tokens } }], options: { allowRepeats: true } };
    await infill({ model, tokenizer }, job);
    return model.requests[0]?.cells.length ?? 0;
  };

  it('is what a draft begins with, up to 32 cells, however many fit on a canvas', async () => {
    expect(await begun(16, 256)).toBe(20);
    expect(await begun(100, 256)).toBe(32);
    expect(await begun(300, 256)).toBe(32);
  });

  it('is kept for models that recall nothing', async () => {
    expect(await begun(100, 256, false)).toBe(108);
  });
});
