/**
 * Weight matrices in fewer bits, in the layouts that ONNX Runtime's kernels read. Made in steps of a few rows.
 */
import { inSteps, stack, type Matrix } from '../models/matrix';
import { float32ToFloat16 } from '../models/floatFormats';
import { ElementType } from './onnxSchema';
import { bytesOf, reshaped, type WeightData } from './weightData';

export interface QuantizedData {
  readonly values: WeightData;
  readonly scales: WeightData;
}

/** Largest 8-bit weight. Products may overflow: see runtime/byteProducts.ts. */
const INT8_LIMIT = 127;

/** [in, out] int8 and one scale per output. */
export function int8Data(matrix: Matrix): QuantizedData {
  const [rows, columns] = matrix.shape;
  const scales = new Lazy(() => rowScales(matrix));
  return {
    values: {
      type: ElementType.int8,
      shape: [columns, rows],
      bytes: rows * columns,
      *chunks() {
        const found = new Float32Array(rows);
        const transposed = new Int8Array(rows * columns);
        for (const { begin, data } of inSteps(matrix)) {
          found.set(transposeStep(transposed, { begin, rows, columns }, data), begin);
          yield NOTHING_YET;
        }
        scales.set(found);
        yield bytesOf(transposed);
      },
    },
    scales: floatData([rows], () => scales.get()),
  };
}

/** An empty chunk: see `WeightData.chunks`. */
const NOTHING_YET = new Uint8Array(0);

interface StepPlace {
  readonly begin: number;
  readonly rows: number;
  readonly columns: number;
}

/** Writes the rows in `data` as columns from `begin` on. Returns their scales. */
function transposeStep(target: Int8Array, { begin, rows, columns }: StepPlace, data: Float32Array): Float32Array {
  const scales = scalesOf(data, columns);
  for (let row = 0; row < scales.length; row++) {
    const inverse = 1 / (scales[row] ?? 1);
    const source = row * columns;
    let to = begin + row;
    for (let column = 0; column < columns; column++, to += rows) {
      target[to] = Math.round((data[source + column] ?? 0) * inverse);
    }
  }
  return scales;
}

function rowScales(matrix: Matrix): Float32Array {
  const scales = new Float32Array(matrix.shape[0]);
  for (const { begin, data } of inSteps(matrix)) scales.set(scalesOf(data, matrix.shape[1]), begin);
  return scales;
}

function scalesOf(data: Float32Array, columns: number): Float32Array {
  const scales = new Float32Array(data.length / columns);
  for (let row = 0; row < scales.length; row++) {
    let largest = 0;
    for (let i = row * columns; i < (row + 1) * columns; i++) largest = Math.max(largest, Math.abs(data[i] ?? 0));
    scales[row] = largest === 0 ? 1 : largest / INT8_LIMIT;
  }
  return scales;
}

/** Weights that share a scale. */
export const INT4_BLOCK = 32;
const INT4_ZERO = 8;

/** [out, blocks, 16] nibbles around 8, low nibble first, and one scale per block. */
export function int4Data(matrix: Matrix): QuantizedData {
  const [rows, columns] = matrix.shape;
  const blocks = Math.ceil(columns / INT4_BLOCK);
  const scales = new Lazy(() => collectScales(matrix, blocks));
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
    scales: floatData([rows * blocks], () => scales.get()),
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

/** [out, in] around 128, and one scale per output. */
function uint8Data(matrix: Matrix): QuantizedData {
  const [rows, columns] = matrix.shape;
  const scales = new Lazy(() => rowScales(matrix));
  return {
    values: {
      type: ElementType.uint8,
      shape: matrix.shape,
      bytes: rows * columns,
      *chunks() {
        const found = new Float32Array(rows);
        for (const { begin, data } of inSteps(matrix)) {
          const step = scalesOf(data, columns);
          found.set(step, begin);
          yield Uint8Array.from(data, (value, i) => Math.round(value / (step[Math.floor(i / columns)] ?? 1)) + 128);
        }
        scales.set(found);
      },
    },
    scales: floatData([rows], () => scales.get()),
  };
}

/** A matrix in half precision: what is only looked up row by row. */
export function float16Data(matrix: Matrix): WeightData {
  return {
    type: ElementType.float16,
    shape: matrix.shape,
    bytes: matrix.shape[0] * matrix.shape[1] * 2,
    *chunks() {
      for (const { data } of inSteps(matrix)) yield bytesOf(float32ToFloat16(data));
    },
  };
}

function floatData(shape: readonly number[], values: () => Float32Array): WeightData {
  const count = shape.reduce((product, length) => product * length, 1);
  return { type: ElementType.float, shape, bytes: count * 4, chunks: () => [bytesOf(values())] };
}

/** Scales are a by-product of the values, which are usually written first; else they are computed for themselves. */
class Lazy {
  private value: Float32Array | undefined;

  constructor(private readonly compute: () => Float32Array) {}

  set(value: Float32Array): void {
    this.value = value;
  }

  get(): Float32Array {
    return (this.value ??= this.compute());
  }
}
