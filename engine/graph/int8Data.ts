/** Weight matrices in 8 bits, with one scale per output. */
import { inSteps, type Matrix } from '../models/matrix';
import { ElementType } from './onnxSchema';
import { LazyScales, type QuantizedData, scalesData } from './quantizedData';
import { bytesOf } from './weightData';

/** Largest 8-bit weight. Products may overflow: see runtime/byteProducts.ts. */
const INT8_LIMIT = 127;

/** [in, out] int8 and one scale per output. */
export function int8Data(matrix: Matrix): QuantizedData {
  const [rows, columns] = matrix.shape;
  const scales = new LazyScales(() => rowScales(matrix));
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
    scales: scalesData([rows], () => scales.get()),
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

/** [out, in] around 128, and one scale per output. */
export function uint8Data(matrix: Matrix): QuantizedData {
  const [rows, columns] = matrix.shape;
  const scales = new LazyScales(() => rowScales(matrix));
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
    scales: scalesData([rows], () => scales.get()),
  };
}
