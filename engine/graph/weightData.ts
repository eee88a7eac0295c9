/**
 * The bytes of one weight, made only when they are written: a graph is built from sizes alone, and an import holds one
 * weight at a time.
 */
import { float32ToFloat16 } from '../models/floatFormats';
import { inSteps, type Matrix, type Tensor } from '../models/matrix';
import { ElementType } from './onnxSchema';

export interface WeightData {
  /** `ElementType` of ONNX. */
  readonly type: number;
  readonly shape: readonly number[];
  readonly bytes: number;
  /** The bytes in order. An empty chunk says: work was done, nothing to write yet; others may have a turn. */
  chunks(): Iterable<Uint8Array>;
}

export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

export function tensorData({ shape, data }: Tensor): WeightData {
  return { type: ElementType.float, shape, bytes: data.byteLength, chunks: () => [bytesOf(data)] };
}

/** A matrix as float32, in its own layout. */
export function matrixData(matrix: Matrix): WeightData {
  const { shape } = matrix;
  return {
    type: ElementType.float,
    shape,
    bytes: shape[0] * shape[1] * Float32Array.BYTES_PER_ELEMENT,
    *chunks() {
      for (const { data } of inSteps(matrix)) yield bytesOf(data);
    },
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

/** The same bytes under another shape. */
export function reshaped(data: WeightData, shape: readonly number[]): WeightData {
  return { ...data, shape };
}

/** All bytes at once, for a weight that goes into the model itself. */
export function gather(data: WeightData): Uint8Array {
  const all = new Uint8Array(data.bytes);
  let offset = 0;
  for (const chunk of data.chunks()) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}
