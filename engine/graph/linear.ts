/**
 * Linear layers in the graph: y = x times the transposed matrix, plus bias. The one place that knows how their weights
 * are stored and multiplied.
 *
 * - `none`: float32, FusedMatMul.
 * - `int8`: DynamicQuantizeMatMul, one scale per output. Activations get one scale per tensor, so where single rows stand
 *   out (before `output` and `down`) rows are normed first and scaled back after.
 * - `int4`: MatMulNBits, blocks of 32 with a scale each, activations in int8 (accuracy level 4).
 * - `exactRows`: either width by MatMulNBits, activations in float32 (accuracy level 1).
 */
import type { Linear } from '../models/bodyWeights';
import type { Quantization } from '../protocol/messages';
import type { GraphBuilder, Value } from './builder';
import { blockwise8Data, INT4_BLOCK, int4Data, int8Data } from './quantize';
import { matrixData } from './weightData';

const MICROSOFT = { domain: 'com.microsoft' } as const;

export interface LinearLayer {
  /** Unique in the graph. */
  readonly name: string;
  readonly weights: Linear;
  readonly quantization: Quantization;
  /** Whether rows may differ much in size, as they do behind attention and behind a gate. */
  readonly unevenRows?: boolean;
  /** Rounds weights only: for experts, whose noise would send rows to other experts in the next layer. */
  readonly exactRows?: boolean;
}

/** x is [..., in], the result [..., out]. */
export function linear(graph: GraphBuilder, x: Value, layer: LinearLayer): Value {
  const product = multiply(graph, x, layer);
  const { bias } = layer.weights;
  return bias ? graph.node('Add', [product, graph.weight(`${layer.name}.bias`, bias)]) : product;
}

function multiply(graph: GraphBuilder, x: Value, layer: LinearLayer): Value {
  const { name, weights, quantization, unevenRows, exactRows } = layer;
  const { matrix } = weights;
  switch (quantization) {
    case 'none': {
      const options = { ...MICROSOFT, ints: { transB: 1 } };
      return graph.node('FusedMatMul', [x, graph.constant(name, matrixData(matrix))], options);
    }
    case 'int8': {
      if (exactRows && matrix.shape[1] % INT4_BLOCK === 0) return inBlocks(graph, x, layer, 8);
      const { values, scales } = int8Data(matrix);
      const stored = [graph.constant(`${name}.int8`, values), graph.constant(`${name}.scales`, scales)];
      const times = (rows: Value) => graph.node('DynamicQuantizeMatMul', [rows, ...stored], MICROSOFT);
      return unevenRows ? betweenNorms(graph, x, matrix.shape[1], times) : times(x);
    }
    case 'int4':
      return inBlocks(graph, x, layer, 4);
  }
}

function inBlocks(graph: GraphBuilder, x: Value, { name, weights, exactRows }: LinearLayer, bits: 4 | 8): Value {
  const { values, scales } = bits === 4 ? int4Data(weights.matrix) : blockwise8Data(weights.matrix);
  const [N, K] = weights.matrix.shape;
  const inputs = [x, graph.constant(`${name}.int${bits}`, values), graph.constant(`${name}.scales`, scales)];
  const ints = { N, K, bits, block_size: INT4_BLOCK, accuracy_level: exactRows ? 1 : 4 };
  return graph.node('MatMulNBits', inputs, { ...MICROSOFT, ints });
}

/** Brings all rows to one size before `times`, and what comes out back to theirs. */
function betweenNorms(graph: GraphBuilder, x: Value, width: number, times: (rows: Value) => Value): Value {
  const ones = graph.weight(`ones_${width}`, { shape: [width], data: new Float32Array(width).fill(1) });
  const options = { floats: { epsilon: 1e-12 }, ints: { axis: -1 } };
  const { normed, factor } = graph.multi('SimplifiedLayerNormalization', [x, ones], ['normed', 'factor'], options);
  return graph.node('Div', [times(normed), factor]);
}
