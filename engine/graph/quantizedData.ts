/** A weight matrix in fewer bits, in a layout that ONNX Runtime's kernels read. Made in steps of a few rows. */
import { ElementType } from './onnxSchema';
import { bytesOf, type WeightData } from './weightData';

export interface QuantizedData {
  readonly values: WeightData;
  readonly scales: WeightData;
}

/** Scales are a by-product of the values, which are usually written first; else they are computed for themselves. */
export class LazyScales {
  private value: Float32Array | undefined;

  constructor(private readonly compute: () => Float32Array) {}

  set(value: Float32Array): void {
    this.value = value;
  }

  get(): Float32Array {
    return (this.value ??= this.compute());
  }
}

export function scalesData(shape: readonly number[], values: () => Float32Array): WeightData {
  const count = shape.reduce((product, length) => product * length, 1);
  return { type: ElementType.float, shape, bytes: count * 4, chunks: () => [bytesOf(values())] };
}
