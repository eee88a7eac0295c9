/** Weight matrices in 4 bits, with one scale per block. */
import { inSteps, type Matrix } from '../models/matrix';
import { ElementType } from './onnxSchema';
import { LazyScales, type QuantizedData, scalesData } from './quantizedData';

/** Weights that share a scale. */
export const INT4_BLOCK = 32;
const INT4_ZERO = 8;

/** [out, blocks, 16] nibbles around 8, low nibble first, and one scale per block. */
export function int4Data(matrix: Matrix): QuantizedData {
  const [rows, columns] = matrix.shape;
  const blocks = Math.ceil(columns / INT4_BLOCK);
  const scales = new LazyScales(() => collectScales(matrix, blocks));
  return {
    values: {
      type: ElementType.uint8,
      shape: [rows, blocks, INT4_BLOCK / 2],
      bytes: rows * blocks * (INT4_BLOCK / 2),
      *chunks() {
        const found = new Float32Array(rows * blocks);
        for (const { begin, data } of inSteps(matrix)) {
          const step = packStep(data, columns, blocks);
          found.set(step.scales, begin * blocks);
          yield step.packed;
        }
        scales.set(found);
      },
    },
    scales: scalesData([rows * blocks], () => scales.get()),
  };
}

function collectScales(matrix: Matrix, blocks: number): Float32Array {
  const scales = new Float32Array(matrix.shape[0] * blocks);
  for (const { begin, data } of inSteps(matrix)) {
    scales.set(packStep(data, matrix.shape[1], blocks).scales, begin * blocks);
  }
  return scales;
}

function packStep(data: Float32Array, columns: number, blocks: number) {
  const rows = data.length / columns;
  const packed = new Uint8Array(rows * blocks * (INT4_BLOCK / 2)).fill(INT4_ZERO | (INT4_ZERO << 4));
  const scales = new Float32Array(rows * blocks);
  for (let row = 0; row < rows; row++) {
    for (let block = 0; block < blocks; block++) {
      const at = row * blocks + block;
      const begin = row * columns + block * INT4_BLOCK;
      const count = Math.min(INT4_BLOCK, columns - block * INT4_BLOCK);
      scales[at] = packBlock(packed.subarray(at * 16, at * 16 + 16), data.subarray(begin, begin + count));
    }
  }
  return { packed, scales };
}

/** The number of largest size becomes -8 exactly, so its sign is the scale's. */
function packBlock(packed: Uint8Array, block: Float32Array): number {
  let extreme = 0;
  for (const value of block) if (Math.abs(value) > Math.abs(extreme)) extreme = value;
  const scale = extreme === 0 ? 1 : -extreme / INT4_ZERO;
  for (let i = 0; i < block.length; i++) {
    const level = Math.min(15, Math.max(0, Math.round((block[i] ?? 0) / scale) + INT4_ZERO));
    const other = packed[i >> 1] ?? 0;
    packed[i >> 1] = i % 2 === 0 ? (other & 0xf0) | level : (other & 0x0f) | (level << 4);
  }
  return scale;
}
