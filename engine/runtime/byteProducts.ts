/**
 * Whether this machine multiplies 8-bit numbers without loss. x64 processors before VNNI add two products into 16 bits,
 * which overflow; ONNX Runtime then has to be told to compute them another way (`x64quantprecision`), which takes twice
 * the time and a copy of all weights. No interface tells which processor this is, so it is asked to multiply: every number
 * is the largest there is.
 */
import { GraphBuilder } from '../graph/builder';
import { linear } from '../graph/linear';
import { toMatrix } from '../models/matrix';

const WIDTH = 64;

/** A product of 8-bit numbers whose result is `WIDTH` where nothing is lost. */
export function byteProductGraph(): Uint8Array {
  const graph = new GraphBuilder('byte_product');
  const x = graph.input('x', 'float', [1, WIDTH]);
  const matrix = toMatrix({ shape: [WIDTH, WIDTH], data: new Float32Array(WIDTH * WIDTH).fill(1) });
  const y = linear(graph, x, { name: 'ones', weights: { matrix }, quantization: 'int8' });
  graph.output('y', y, 'float', [1, WIDTH]);
  return graph.encode();
}

export const byteProductInput = {
  x: { data: new Float32Array(WIDTH).fill(1), shape: [1, WIDTH] },
};

export function isExact(product: Float32Array | Int32Array): boolean {
  return product.every((value) => Math.abs(value - WIDTH) < 0.02 * WIDTH);
}
