/**
 * Keys and values of some rows, in the layout in which the graph takes and gives them: per layer two arrays
 * [kv heads, capacity, head dim]. Only storage: which rows they are is the owner's business.
 */

export interface KeyValueShape {
  readonly layers: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** Layers whose heads are of another number and size. */
  readonly wide?: WideHeads;
}

export interface WideHeads {
  readonly layers: readonly number[];
  readonly kvHeads: number;
  readonly headDim: number;
}

export function headsOf(shape: KeyValueShape, layer: number): Pick<KeyValueShape, 'kvHeads' | 'headDim'> {
  return shape.wide?.layers.includes(layer) ? shape.wide : shape;
}

export interface KeyValues {
  readonly shape: KeyValueShape;
  /** Rows that there is room for. */
  readonly capacity: number;
  /** One array per layer, each [kvHeads, capacity, headDim]. Keys carry their rotary phases. */
  readonly keys: readonly Float32Array[];
  readonly values: readonly Float32Array[];
}

export function allocateKeyValues(shape: KeyValueShape, capacity: number): KeyValues {
  const numbers = (layer: number) => headsOf(shape, layer).kvHeads * capacity * headsOf(shape, layer).headDim;
  const arrays = () => Array.from({ length: shape.layers }, (_, layer) => new Float32Array(numbers(layer)));
  return { shape, capacity, keys: arrays(), values: arrays() };
}

/** Bytes that one row takes. */
export function bytesPerRow(shape: KeyValueShape): number {
  const { keys, values } = allocateKeyValues(shape, 1);
  return [...keys, ...values].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

export interface RowRange {
  readonly from: KeyValues;
  readonly row: number;
  readonly count: number;
}

/** Copies rows from one block into another of the same shape, starting at row `at`. */
export function copyRows(to: KeyValues, at: number, { from, row, count }: RowRange): void {
  if (count === 0) return;
  for (const side of ['keys', 'values'] as const) {
    for (const [layer, target] of to[side].entries()) {
      const source = from[side][layer];
      if (source) copyHeads(target, source, { to, at, from, row, count, ...headsOf(to.shape, layer) });
    }
  }
}

/** The first `count` rows as a block of their own; the block itself if that is all of them. */
export function firstRows(block: KeyValues, count: number): KeyValues {
  if (count === block.capacity) return block;
  const rows = allocateKeyValues(block.shape, count);
  copyRows(rows, 0, { from: block, row: 0, count });
  return rows;
}

interface HeadCopy extends RowRange, Pick<KeyValueShape, 'kvHeads' | 'headDim'> {
  readonly to: KeyValues;
  readonly at: number;
}

function copyHeads(
  target: Float32Array,
  source: Float32Array,
  { to, at, from, row, count, kvHeads, headDim }: HeadCopy,
): void {
  for (let head = 0; head < kvHeads; head++) {
    const begin = (head * from.capacity + row) * headDim;
    target.set(source.subarray(begin, begin + count * headDim), (head * to.capacity + at) * headDim);
  }
}
