/**
 * Linear layers in the graph. The one place that knows how their weights are stored: a quantized variant is another
 * case here (and in `streamsWeights.ts`), nothing else changes.
 */
import type { Float32Tensor, GraphBuilder, Value } from './builder';

/** A weight matrix as PyTorch stores it, [out, in]; `name` is unique in the graph. */
export interface LinearWeights {
  readonly name: string;
  readonly matrix: Float32Tensor;
}

/** x [..., in] times the transposed matrix: [..., out]. Float32; measured as fast as a matrix transposed beforehand. */
export function linear(graph: GraphBuilder, x: Value, { name, matrix }: LinearWeights): Value {
  const options = { domain: 'com.microsoft', ints: { transB: 1 } } as const;
  return graph.node('FusedMatMul', [x, graph.weight(name, matrix)], options);
}

/** One matrix that computes what several do, outputs side by side. All [out_i, in] with the same `in`. */
export function stack(name: string, matrices: readonly Float32Tensor[]): LinearWeights {
  const columns = matrices[0]?.shape[1] ?? 0;
  const rows = matrices.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  const data = new Float32Array(rows * columns);
  let offset = 0;
  for (const matrix of matrices) {
    data.set(matrix.data, offset);
    offset += matrix.data.length;
  }
  return { name, matrix: { shape: [rows, columns], data } };
}
