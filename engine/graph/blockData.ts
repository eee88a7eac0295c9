/** The same numbers as in `int4Data.ts` and `int8Data.ts`, in the shapes that other kernels read. */
import { stack, type Matrix } from '../models/matrix';
import { INT4_BLOCK, int4Data } from './int4Data';
import { uint8Data } from './int8Data';
import type { QuantizedData } from './quantizedData';
import { reshaped } from './weightData';

/** The matrices of all experts, one after the other, as QMoE reads them: [E, out, in] in so many bits, unsigned. */
export function expertData(matrices: readonly Matrix[], bits: 4 | 8): QuantizedData {
  const all = stack(matrices);
  const [out, width] = matrices[0]?.shape ?? [0, 0];
  const { values, scales } = bits === 4 ? int4Data(all) : uint8Data(all);
  const perRow = bits === 4 ? [width / INT4_BLOCK] : [];
  return {
    values: reshaped(values, [matrices.length, out, (width * bits) / 8]),
    scales: reshaped(scales, [matrices.length, out, ...perRow]),
  };
}

/** [out, blocks, 32] bytes around 128, and one scale per block. Rows must be whole blocks. */
export function blockwise8Data(matrix: Matrix): QuantizedData {
  const [out, width] = matrix.shape;
  const blocks = width / INT4_BLOCK;
  const { values, scales } = uint8Data(inBlocks(matrix, blocks));
  return { values: reshaped(values, [out, blocks, INT4_BLOCK]), scales };
}

/** The blocks of all rows as rows. */
function inBlocks(matrix: Matrix, blocks: number): Matrix {
  return {
    shape: [matrix.shape[0] * blocks, INT4_BLOCK],
    rows: (begin, end) => {
      const first = Math.floor(begin / blocks);
      const data = matrix.rows(first, Math.ceil(end / blocks));
      return data.subarray((begin - first * blocks) * INT4_BLOCK, (end - first * blocks) * INT4_BLOCK);
    },
  };
}
