import { describe, expect, it } from 'vitest';
import type { CanvasRequest } from '../../../engine/decode/canvasModel';
import { MASKED } from '../../../engine/graph/signature';
import { HoleContext } from '../../../engine/runtime/canvasContext';
import { allocateKeyValues, type KeyValues } from '../../../engine/runtime/keyValues';
import { planPass } from '../../../engine/runtime/planPass';
import { rotateKeys } from '../../../engine/runtime/rotation';
import { SettledCells } from '../../../engine/runtime/settledCells';
import { largestDifference } from '../../support/numbers';

const rotary = { headDim: 4, theta: 100 };
const shape = { layers: 2, kvHeads: 2, headDim: 4 };
const MASK = 3;
const ROOM = 3;

/** A block whose numbers all differ. */
function filled(rows: number, from: number): KeyValues {
  const block = allocateKeyValues(shape, rows);
  for (const array of [...block.keys, ...block.values]) array.forEach((_, i) => (array[i] = from++ / 100));
  return block;
}

const row = (block: KeyValues, side: 'keys' | 'values', at: number): number[] =>
  block[side].flatMap((array) => {
    const head = (i: number) => [...array.subarray((i * block.capacity + at) * 4, (i * block.capacity + at + 1) * 4)];
    return [...head(0), ...head(1)];
  });

const sides = () => ({ forward: filled(2, 0), backward: filled(2, 500), forwardLength: 2, backwardLength: 2 });
const context = () => new HoleContext(sides(), rotary, ROOM);

function request(cells: readonly number[], decided: readonly number[], rows?: readonly number[]): CanvasRequest {
  const open = cells.flatMap((id, cell) => (id === MASK ? [cell] : []));
  return { before: [9], after: [9], cells, rows: rows ?? open, history: { canvas: 1, decided } };
}

describe('a canvas with a history', () => {
  it('computes decided cells once, and shows them to later passes from the spare rows', () => {
    const [hole, settled] = [context(), new SettledCells(shape, rotary, ROOM)];
    const first = planPass(request([MASK, 7, MASK], [0, 11, 0]), hole, settled);
    expect(first.rows.ids).toEqual([MASK, 7, MASK]);
    const fresh = filled(3, 1000);
    first.keep?.(fresh);

    const second = planPass(request([MASK, 7, 8], [0, 11, 12]), hole, settled);
    expect([second.rows.ids, second.rows.positions, second.rowOf(2)]).toEqual([[MASK, 8], [2, 4], 1]);
    for (const side of ['keys', 'values'] as const) expect(row(second.rows.past, side, 4)).toEqual(row(fresh, side, 1));
    const line = [0, 0, 0, 0, 0, MASKED, MASKED, 0, 0];
    expect([...(second.rows.mask ?? [])]).toEqual([...line, ...line].map(Math.fround));
    second.keep?.(filled(2, 2000));
    expect(planPass(request([MASK, 7, 8], [0, 11, 12]), hole, settled).rows.ids).toEqual([MASK]);
  });

  it('moves what it kept to where the cell stands after the canvas changed its length', () => {
    const [hole, settled] = [context(), new SettledCells(shape, rotary, ROOM)];
    planPass(request([MASK, MASK, 7], [0, 0, 11]), hole, settled).keep?.(filled(3, 1000));
    const shorter = planPass(request([MASK, 7], [0, 11]), hole, settled);
    const expected = Float32Array.from(row(filled(3, 1000), 'keys', 2));
    rotateKeys(expected, -1, rotary);
    expect(largestDifference(Float32Array.from(row(shorter.rows.past, 'keys', 4)), expected)).toBeLessThan(1e-6);
  });

  it('computes a cell again that was opened meanwhile, that is asked, or that there was no room for', () => {
    const [hole, settled] = [context(), new SettledCells(shape, rotary, ROOM)];
    planPass(request([5, 6, MASK], [21, 22, 0]), hole, settled).keep?.(filled(3, 0));
    expect(planPass(request([MASK, 6, MASK], [0, 22, 0]), hole, settled).rows.ids).toEqual([MASK, MASK]);
    expect(planPass(request([5, 6, MASK], [21, 22, 0]), hole, settled).rows.ids).toEqual([5, MASK]);
    expect(planPass(request([5, 6, MASK], [21, 22, 0], [1, 2]), hole, settled).rows.ids).toEqual([5, 6, MASK]);

    const many = request([1, 2, 3, 4, 5], [31, 32, 33, 34, 35], [4]);
    const full = new SettledCells(shape, rotary, ROOM);
    planPass(many, hole, full).keep?.(filled(5, 0));
    expect(planPass(many, hole, full).rows.ids).toEqual([4, 5]);
  });

  it('computes everything without a history, and shows none of the spare rows', () => {
    const { cells, rows, before, after } = request([MASK, 7], []);
    const pass = planPass({ before, after, cells, rows }, context());
    expect([pass.rows.ids, pass.keep]).toEqual([[MASK, 7], undefined]);
    expect([...(pass.rows.mask ?? [])].slice(4, 7)).toEqual([MASKED, MASKED, MASKED].map(Math.fround));
  });
});

describe('the context of a hole', () => {
  it('is the same for a canvas whatever lengths other canvases had before', () => {
    const [used, fresh] = [context(), context()];
    for (const cells of [5, 1, 9]) used.keyValues(cells);
    expect(used.keyValues(4)).toEqual(fresh.keyValues(4));
  });
});
