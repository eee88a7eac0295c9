/**
 * Keys and values of some rows, in the layout in which the graph takes and gives them: per layer two arrays
 * [kv heads, capacity, head dim]. Only storage: which rows they are is the owner's business.
 */

export interface KeyValueShape {
  readonly layers: number;
  readonly kvHeads: number;
  readonly headDim: number;
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
  const length = shape.kvHeads * capacity * shape.headDim;
  const arrays = () => Array.from({ length: shape.layers }, () => new Float32Array(length));
  return { shape, capacity, keys: arrays(), values: arrays() };
}

/** Bytes that one row takes. */
export function bytesPerRow({ layers, kvHeads, headDim }: KeyValueShape): number {
  return 2 * layers * kvHeads * headDim * Float32Array.BYTES_PER_ELEMENT;
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
      if (source) copyHeads(target, source, { to, at, from, row, count });
    }
  }
}

function copyHeads(
  target: Float32Array,
  source: Float32Array,
  { to, at, from, row, count }: RowRange & { readonly to: KeyValues; readonly at: number },
): void {
  const { kvHeads, headDim } = to.shape;
  for (let head = 0; head < kvHeads; head++) {
    const begin = (head * from.capacity + row) * headDim;
    target.set(source.subarray(begin, begin + count * headDim), (head * to.capacity + at) * headDim);
  }
}
