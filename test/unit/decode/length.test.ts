import { describe, expect, it } from 'vitest';
import { createDraft } from '../../../engine/decode/createDraft';
import type { Block, DraftCell } from '../../../engine/decode/draft';
import { broadcastDelete, forbiddenLengths, settleLengths } from '../../../engine/decode/length';
import type { Candidate } from '../../../engine/decode/policies/policy';
import { candidate } from '../../support/candidates';
import { SPECIALS } from '../../support/fakeModel';

const DELETE = 4;
const EXPAND = 5;
const candidates = (ids: readonly number[], from = 0): Candidate[] =>
  ids.map((id, i) => candidate({ index: from + i, id }));
const OPEN: DraftCell = { state: 'open', key: 0 };
const committed = (id: number): DraftCell => ({
  state: 'committed',
  key: 0,
  decision: { id, confidence: 1, alternatives: [] },
});
const block = (cells: readonly DraftCell[], growth = 8): Block => ({
  cells: [...cells],
  growth,
  keepsLength: false,
  wholeCharacters: false,
  unfinished: false,
  passesLeft: 3,
  passes: 4,
  opened: cells.length,
});

describe('broadcastDelete', () => {
  const indices = (chosen: readonly Candidate[]): number[] => chosen.map((candidate) => candidate.index).sort();

  it('takes the whole trailing run with one of its cells', () => {
    const all = candidates([50, 51, DELETE, DELETE, DELETE]);
    expect(indices(broadcastDelete(all.slice(3, 4), all, DELETE))).toEqual([2, 3, 4]);
  });

  it('leaves a run alone that does not end its stretch, or of which nothing was chosen', () => {
    const all = candidates([DELETE, DELETE, 50]);
    expect(indices(broadcastDelete(all.slice(0, 1), all, DELETE))).toEqual([0]);
    const other = candidates([50, DELETE, DELETE]);
    expect(indices(broadcastDelete(other.slice(0, 1), other, DELETE))).toEqual([0]);
  });

  it('keeps stretches apart', () => {
    const all = [...candidates([DELETE, DELETE]), ...candidates([DELETE, DELETE], 5)];
    expect(indices(broadcastDelete(all.slice(0, 1), all, DELETE))).toEqual([0, 1]);
  });

  it('does nothing for a model that cannot delete', () => {
    const all = candidates([DELETE, DELETE]);
    expect(broadcastDelete(all.slice(0, 1), all, undefined)).toEqual(all.slice(0, 1));
  });
});

describe('settleLengths', () => {
  it('drops deleted cells and splits expanded ones', () => {
    const subject = block([committed(50), committed(DELETE), committed(EXPAND), OPEN]);
    settleLengths(subject, SPECIALS, 64);
    expect(subject.cells).toEqual([committed(50), OPEN, { state: 'open', key: 1 }, OPEN]);
    expect(subject.growth).toBe(7);
  });

  it('grows no further than the canvas and the budget allow', () => {
    const full = block([committed(EXPAND), committed(EXPAND)]);
    settleLengths(full, SPECIALS, 3);
    expect(full.cells).toHaveLength(3);
    const spent = block([committed(EXPAND), committed(EXPAND)], 1);
    settleLengths(spent, SPECIALS, 64);
    expect(spent.cells).toEqual([OPEN, { state: 'open', key: 1 }, OPEN]);
  });
});

describe('forbiddenLengths', () => {
  it('forbids EXPAND without room, budget or a pass to fill the new cell', () => {
    expect(forbiddenLengths(block([OPEN]), SPECIALS, 64)).toEqual([]);
    expect(forbiddenLengths(block([OPEN]), SPECIALS, 1)).toEqual([EXPAND]);
    expect(forbiddenLengths(block([OPEN], 0), SPECIALS, 64)).toEqual([EXPAND]);
    expect(forbiddenLengths({ ...block([OPEN]), passesLeft: 1 }, SPECIALS, 64)).toEqual([EXPAND]);
    expect(forbiddenLengths({ ...block([OPEN]), passesLeft: 1 }, { ...SPECIALS, expand: undefined }, 64)).toEqual([]);
  });
});

describe('createDraft', () => {
  const open = (n: number) => Array.from({ length: n }, () => ({ kind: 'open' as const }));

  it('is one block where it fits, else blocks with room to grow', () => {
    expect(createDraft(open(8), { maxCells: 8, passes: 4 }).blocks.map((each) => each.cells.length)).toEqual([8]);
    expect(createDraft(open(9), { maxCells: 8, passes: 4 }).blocks.map((each) => each.cells.length)).toEqual([6, 3]);
  });

  it('shares the passes among blocks that have something to decide', () => {
    const cells = [
      ...open(6),
      ...Array.from({ length: 6 }, () => ({ kind: 'pinned' as const, id: 50, text: 'a' })),
      ...open(6),
    ];
    expect(createDraft(cells, { maxCells: 8, passes: 5 }).blocks.map((each) => each.passes)).toEqual([3, 0, 2]);
    expect(createDraft(cells, { maxCells: 8, passes: 'auto' }).blocks.map((each) => each.passes)).toEqual([6, 0, 6]);
  });

  it('spends fewer passes per block where there are many', () => {
    const passes = (blocks: number): number[] =>
      createDraft(open(48 * blocks), { maxCells: 64, passes: 'auto' }).blocks.map((each) => each.passes);
    expect(passes(2)).toEqual([24, 24]);
    expect(passes(20)).toEqual(Array.from({ length: 20 }, () => 12));
    expect(Math.min(...passes(85))).toBe(6);
  });
});
