/** The cache's bookkeeping, against a scripted computation: each row's key is its id, each value its index. */
import { describe, expect, it } from 'vitest';

import { allocateKeyValues, type KeyValues } from '../../../engine/runtime/keyValues';
import { CHUNK_ROWS, StreamCache, type RowRange } from '../../../engine/runtime/streamCache';
import type { TokenSequence } from '../../../engine/runtime/streamSegment';

const shape = { layers: 2, kvHeads: 2, headDim: 2 };
const window = 4;

function sequence(ids: readonly number[]): TokenSequence {
  return { length: ids.length, at: (index) => ids[index] ?? NaN };
}

const counting = (length: number, from = 0) => sequence(Array.from({ length }, (_, i) => from + i));

interface SetUp {
  readonly maxRows?: number;
  readonly reach?: number;
  readonly onRun?: () => void;
}

function setUp({ maxRows = 1000, reach = 8, onRun }: SetUp = {}) {
  const runs: (RowRange & { readonly past: readonly number[] })[] = [];
  const allocate = (rows: number) => allocateKeyValues(shape, rows);
  const compute = (tokens: TokenSequence, { begin, end }: RowRange, past: KeyValues) => {
    runs.push({ begin, end, past: keysOf(past) });
    onRun?.();
    const block = allocate(end - begin);
    for (let row = begin; row < end; row++) {
      fillRow(block, row - begin, { key: tokens.at(row), value: row });
    }
    return Promise.resolve(block);
  };
  const move = (block: KeyValues, places: number) =>
    block.values.forEach((layer) => layer.forEach((at, i) => (layer[i] = at + places)));
  return { runs, cache: new StreamCache({ shape, window, reach, maxRows, compute, move, allocate }) };
}

function fillRow({ keys, values, capacity }: KeyValues, row: number, fill: { key: number; value: number }): void {
  for (const [side, number] of [
    [keys, fill.key],
    [values, fill.value],
  ] as const) {
    for (const layer of side) {
      for (let head = 0; head < shape.kvHeads; head++) {
        const at = (head * capacity + row) * shape.headDim;
        layer.fill(number, at, at + shape.headDim);
      }
    }
  }
}

/** The keys of a block, row by row, after checking that all layers, heads and dimensions agree. */
function keysOf({ keys, capacity }: KeyValues): number[] {
  const rows = Array.from({ length: capacity }, (_, row) => keys[0]?.[row * shape.headDim] ?? NaN);
  for (const layer of keys) {
    const heads = rows.flatMap((key) => [key, key]);
    expect([...layer]).toEqual([...heads, ...heads]);
  }
  return rows;
}

async function keysBefore(cache: StreamCache, tokens: TokenSequence): Promise<number[]> {
  const { segment } = await cache.cover(tokens);
  return keysOf(cache.slice(segment, tokens.length));
}

describe('a stream cache', () => {
  it('gives the last window of rows, or all if there are fewer', async () => {
    const { cache } = setUp();
    expect(await keysBefore(cache, counting(2))).toEqual([0, 1]);
    expect(await keysBefore(cache, counting(10))).toEqual([6, 7, 8, 9]);
    expect(await keysBefore(cache, counting(7))).toEqual([3, 4, 5, 6]);
  });

  it('hands the rows before a run as its past, one less than the window', async () => {
    const { cache, runs } = setUp();
    await cache.cover(counting(6));
    await cache.cover(counting(9));
    expect(runs).toEqual([
      { begin: 0, end: 6, past: [] },
      { begin: 6, end: 9, past: [3, 4, 5] },
    ]);
  });

  it('forks where sequences part ways and keeps both', async () => {
    const { cache, runs } = setUp();
    await cache.cover(counting(12));
    const other = sequence([0, 1, 2, 3, 4, 5, 90, 91]);
    expect(await keysBefore(cache, other)).toEqual([4, 5, 90, 91]);
    expect(runs.at(-1)).toEqual({ begin: 6, end: 8, past: [3, 4, 5] });
    expect(await keysBefore(cache, counting(12))).toEqual([8, 9, 10, 11]);
    expect(await keysBefore(cache, other)).toEqual([4, 5, 90, 91]);
    expect(runs).toHaveLength(2);
  });

  it('computes in chunks and lets others run in between', async () => {
    const { cache, runs } = setUp({ maxRows: 10_000, reach: 2 * CHUNK_ROWS });
    const covered = cache.cover(counting(2 * CHUNK_ROWS + 10));
    await new Promise((resolve) => setImmediate(resolve));
    const runsMeanwhile = runs.length;
    await covered;
    expect(runs.map(({ begin, end }) => end - begin)).toEqual([CHUNK_ROWS, CHUNK_ROWS, 10]);
    expect(runsMeanwhile).toBe(1);
  });

  it('stops between chunks when aborted, and goes on from there', async () => {
    const abort = new AbortController();
    const onRun = () => abort.abort(new Error('enough'));
    const { cache, runs } = setUp({ maxRows: 10_000, reach: 2 * CHUNK_ROWS, onRun });
    await expect(cache.cover(counting(3 * CHUNK_ROWS), abort.signal)).rejects.toThrow('enough');
    expect(runs).toHaveLength(1);
    const { computedRows, cachedRows } = await cache.cover(counting(3 * CHUNK_ROWS));
    expect({ computedRows, cachedRows }).toEqual({ computedRows: 2 * CHUNK_ROWS, cachedRows: CHUNK_ROWS });
  });

  it('starts close to a place deep inside a long document', async () => {
    const { cache, runs } = setUp();
    expect(await keysBefore(cache, counting(100))).toEqual([96, 97, 98, 99]);
    expect(runs).toEqual([{ begin: 92, end: 100, past: [] }]);
  });

  describe('after an edit', () => {
    const reach = 80;
    const original = Array.from({ length: 300 }, (_, i) => i);
    const edited = original.toSpliced(20, 0, 900, 901);
    /** The cache after it has seen the original whole, and the edited text up to `end`. */
    const afterReading = async (end: number) => {
      const made = setUp({ reach });
      for (let length = 60; length <= 300; length += 60) await made.cache.cover(counting(length));
      await made.cache.cover(sequence(edited.slice(0, end)));
      return made;
    };

    it('moves the rows that lie behind it by the reach less a window', async () => {
      const { cache, runs } = await afterReading(98);
      expect(runs.at(-1)).toMatchObject({ begin: 20, end: 98 });
      const { segment, computedRows } = await cache.cover(sequence(edited.slice(0, 121)));
      expect(computedRows).toBe(0);
      const block = cache.slice(segment, 121);
      expect(keysOf(block)).toEqual([115, 116, 117, 118]);
      expect(block.values[0]?.[0]).toBe(117);
    });

    it('takes no rows whose history differs', async () => {
      const { cache, runs } = await afterReading(97);
      await cache.cover(sequence(edited.slice(0, 114)));
      expect(runs.at(-1)).toMatchObject({ begin: 97, end: 114 });
    });

    it('finds the rows of a far place at once', async () => {
      const { cache, runs } = await afterReading(30);
      const before = runs.length;
      expect(await keysBefore(cache, sequence(edited))).toEqual([296, 297, 298, 299]);
      expect(runs).toHaveLength(before);
    });
  });

  it('does not serve a place for which the rows lack history', async () => {
    const { cache, runs } = setUp();
    await cache.cover(counting(100));
    await cache.cover(counting(98));
    expect(runs.at(-1)).toMatchObject({ begin: 90, end: 98 });
    await cache.cover(counting(104));
    expect(runs.at(-1)).toMatchObject({ begin: 100, end: 104 });
  });

  it('stays within its bound, whatever is asked', async () => {
    const maxRows = 300;
    const { cache, runs } = setUp({ maxRows });
    for (let i = 0; i < 40; i++) {
      await cache.cover(counting(10 + (i % 7), i * 1000));
      expect(cache.rows).toBeLessThanOrEqual(maxRows);
    }
    const before = runs.length;
    await cache.cover(counting(10 + (39 % 7), 39_000));
    expect(runs).toHaveLength(before);
    await cache.cover(counting(10, 0));
    expect(runs).toHaveLength(before + 1);
  });

  it('drops old rows of one document that grows without end', async () => {
    const maxRows = 300;
    const { cache, runs } = setUp({ maxRows });
    for (let length = 5; length < 3000; length += 5) {
      await cache.cover(counting(length));
      expect(cache.rows).toBeLessThanOrEqual(maxRows);
    }
    expect(runs.every(({ begin, end }) => end - begin === 5)).toBe(true);
    expect(await keysBefore(cache, counting(2995))).toEqual([2991, 2992, 2993, 2994]);
  });
});
