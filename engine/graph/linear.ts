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
import { blockwise8Data } from './blockData';
import { INT4_BLOCK, int4Data } from './int4Data';
import { int8Data } from './int8Data';
import { matrixData } from './weightData';

const MICROSOFT = { domain: 'com.microsoft' } as const;

export interface LinearLayer {
  /** Unique in the graph. */
  readonly name: string;
  readonly weights: Linear;
  readonly quantization: Quantization;
  /** Whether rows may differ much in size, as they do behind attention and behind a gate. */
  readonly unevenRows?: boolean;
  /** A vector that is added to what comes out, instead of the weights' bias. */
  readonly shift?: Value;
  /** Rounds weights only: for experts, whose noise would send rows to other experts in the next layer. */
  readonly exactRows?: boolean;
}

/** x is [..., in], the result [..., out]. */
export function linear(graph: GraphBuilder, x: Value, layer: LinearLayer): Value {
  const { bias } = layer.weights;
  const shift = layer.shift ?? (bias && graph.weight(`${layer.name}.bias`, bias));
  return multiply(graph, x, { ...layer, ...(shift !== undefined && { shift }) });
}

function multiply(graph: GraphBuilder, x: Value, layer: LinearLayer): Value {
  const { name, weights, quantization, unevenRows, exactRows, shift } = layer;
  const { matrix } = weights;
  switch (quantization) {
    case 'none': {
      const options = { ...MICROSOFT, ints: { transB: 1 } };
      return added(graph, graph.node('FusedMatMul', [x, graph.constant(name, matrixData(matrix))], options), shift);
    }
    case 'int8': {
      if (exactRows && matrix.shape[1] % INT4_BLOCK === 0) return inBlocks(graph, x, layer, 8);
      const { values, scales } = int8Data(matrix);
      const stored = [graph.constant(`${name}.int8`, values), graph.constant(`${name}.scales`, scales)];
      const times = (rows: Value, ...more: readonly Value[]) =>
        graph.node('DynamicQuantizeMatMul', [rows, ...stored, ...more], MICROSOFT);
      if (unevenRows) return added(graph, betweenNorms(graph, x, matrix.shape[1], times), shift);
      return shift === undefined ? times(x) : times(x, '', shift);
    }
    case 'int4':
      return inBlocks(graph, x, layer, 4);
  }
}

function added(graph: GraphBuilder, product: Value, shift: Value | undefined): Value {
  return shift === undefined ? product : graph.node('Add', [product, shift]);
}

function inBlocks(graph: GraphBuilder, x: Value, layer: LinearLayer, bits: 4 | 8): Value {
  const { name, weights, exactRows, shift } = layer;
  const { values, scales } = bits === 4 ? int4Data(weights.matrix) : blockwise8Data(weights.matrix);
  const [N, K] = weights.matrix.shape;
  const inputs = [x, graph.constant(`${name}.int${bits}`, values), graph.constant(`${name}.scales`, scales)];
  const ints = { N, K, bits, block_size: INT4_BLOCK, accuracy_level: exactRows ? 1 : 4 };
  const more = shift === undefined ? [] : ['', '', shift];
  return graph.node('MatMulNBits', [...inputs, ...more], { ...MICROSOFT, ints });
}

/** Brings all rows to one size before `times`, and what comes out back to theirs. */
function betweenNorms(graph: GraphBuilder, x: Value, width: number, times: (rows: Value) => Value): Value {
  const ones = graph.weight(`ones_${width}`, { shape: [width], data: new Float32Array(width).fill(1) });
  const options = { floats: { epsilon: 1e-12 }, ints: { axis: -1 } };
  const { normed, factor } = graph.multi('SimplifiedLayerNormalization', [x, ones], ['normed', 'factor'], options);
  return graph.node('Div', [times(normed), factor]);
}
