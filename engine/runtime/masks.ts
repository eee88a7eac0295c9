/**
 * Attention masks of context runs. A canvas attends everything it is given and needs none.
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
