/**
 * Attention masks. A canvas that attends everything it is given needs none.
 */
import { MASKED } from '../graph/signature';

/**
 * The mask of `rows` rows that follow `past` rows of the same stream: each attends itself and the window - 1 rows before
 * it. Returns [rows, past + rows], 0 where a row may attend and `MASKED` elsewhere.
 */
export function slidingWindowMask(rows: number, past: number, window: number): Float32Array {
  const columns = past + rows;
  const mask = new Float32Array(rows * columns).fill(MASKED);
  for (let row = 0; row < rows; row++) {
    const self = past + row;
    mask.fill(0, row * columns + Math.max(0, self - window + 1), row * columns + self + 1);
  }
  return mask;
}

/**
 * The mask of rows [first, first + rows) of a sequence in blocks, over all rows before them and themselves: each attends
 * its own block and every earlier one. Returns [rows, first + rows].
 */
export function blockCausalMask(rows: number, first: number, block: number): Float32Array {
  const columns = first + rows;
  const mask = new Float32Array(rows * columns).fill(MASKED);
  for (let row = 0; row < rows; row++) {
    const visible = Math.min(columns, (Math.floor((first + row) / block) + 1) * block);
    mask.fill(0, row * columns, row * columns + visible);
  }
  return mask;
}

/** The mask of `rows` canvas rows: each attends all rows of the canvas and those past rows that are `visible`. */
export function canvasMask(rows: number, visible: readonly boolean[]): Float32Array {
  const columns = visible.length + rows;
  const mask = new Float32Array(rows * columns);
  for (const [column, seen] of visible.entries()) if (!seen) mask[column] = MASKED;
  for (let row = 1; row < rows; row++) mask.copyWithin(row * columns, 0, columns);
  return mask;
}
