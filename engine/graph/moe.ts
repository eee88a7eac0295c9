/**
 * Mixtures of experts: a router gives each row a few of many gated blocks, and a weight for each. Routing stays in
 * float32: a rounded score would send rows to other experts.
 *
 * Unquantized, all experts compute all rows and unchosen ones are weighted with zero: exact and plain, many times the
 * work. Quantized, ONNX Runtime's QMoE computes the chosen ones only. It routes by itself, by a softmax over the best
 * scores; given logarithms of the weights, that softmax is the weights again, up to their sum.
 */
import type { MoeWeights } from '../models/bodyWeights';
import { interleave, stack, type Matrix } from '../models/matrix';
import type { Quantization } from '../protocol/messages';
import type { GraphBuilder, Value } from './builder';
import { activate, gated, type FeedForwardOptions } from './feedForward';
import { linear } from './linear';
import { expertData } from './blockData';
import { route, type Routes } from './router';
import { matrixData, reshaped } from './weightData';

export interface MixtureOptions extends FeedForwardOptions {
  /** Of the experts; `quantization` is that of the block that all rows share. */
  readonly experts: Quantization;
}

/** Both [1, rows, hidden]. */
export interface MixtureRows {
  readonly x: Value;
  /** What the router looks at. */
  readonly routed: Value;
}

export function mixture(
  graph: GraphBuilder,
  { x, routed }: MixtureRows,
  weights: MoeWeights,
  options: MixtureOptions,
): Value {
  const { name, experts } = options;
  const flat = (value: Value) => graph.node('Squeeze', [value, graph.ints(0)]);
  const rows = flat(x);
  const scores = linear(graph, routed === x ? rows : flat(routed), {
    name: `${name}.router`,
    weights: weights.router,
    quantization: 'none',
  });
  const routes = route(graph, scores, { ...weights, name });
  const mixed =
    experts === 'none'
      ? everyExpert(graph, { rows, routes }, weights, name)
      : quantizedExperts(graph, { rows, routes }, weights, options);
  const answer = graph.node('Unsqueeze', [mixed, graph.ints(0)]);
  if (!weights.shared) return answer;
  return graph.node('Add', [answer, gated(graph, x, weights.shared, { ...options, name: `${name}.shared` })]);
}

interface Routed {
  /** [R, hidden] */
  readonly rows: Value;
  readonly routes: Routes;
}

/** [R, hidden]: all experts on all rows, one batched product each way. */
function everyExpert(graph: GraphBuilder, { rows, routes }: Routed, { experts }: MoeWeights, name: string): Value {
  const batch = (part: string, matrices: readonly Matrix[]) => {
    const [out, width] = matrices[0]?.shape ?? [0, 0];
    return graph.constant(`${name}.${part}`, reshaped(matrixData(stack(matrices)), [matrices.length, out, width]));
  };
  const times = (a: Value, b: Value) =>
    graph.node('FusedMatMul', [a, b], { domain: 'com.microsoft', ints: { transB: 1 } });
  const width = (experts[0]?.gateUp.matrix.shape[0] ?? 0) / 2;
  const gateUp = batch(
    'experts.gate_up',
    experts.map(({ gateUp }) => gateUp.matrix),
  );
  const both = times(graph.node('Unsqueeze', [rows, graph.ints(0)]), gateUp);
  const halves = ['gate', 'up'] as const;
  const { gate, up } = graph.multi('Split', [both, graph.ints(width, width)], halves, { ints: { axis: -1 } });
  const down = batch(
    'experts.down',
    experts.map(({ down }) => down.matrix),
  );
  const answers = times(graph.node('Mul', [activate(graph, gate, experts[0]?.activation), up]), down);
  // [R, E] to [E, R, 1]
  const columns = graph.node('Transpose', [routes.weights], { ints: { perm: [1, 0] } });
  const weighted = graph.node('Mul', [answers, graph.node('Unsqueeze', [columns, graph.ints(2)])]);
  return graph.node('ReduceSum', [weighted, graph.ints(0)], { ints: { keepdims: 0 } });
}

/** ONNX Runtime's QMoE knows one gate, silu. */
function quantizedExperts(graph: GraphBuilder, routed: Routed, weights: MoeWeights, options: MixtureOptions): Value {
  const gelu = weights.experts.some(({ activation }) => activation === 'gelu');
  return gelu ? eachExpert(graph, routed, weights, options) : chosenExperts(graph, routed, weights, options);
}

/** [R, hidden]: one quantized block after the other on all rows, unchosen ones weighted with zero. */
function eachExpert(
  graph: GraphBuilder,
  { rows, routes }: Routed,
  { experts }: MoeWeights,
  { name, experts: quantization }: MixtureOptions,
): Value {
  const answers = experts.map((expert, index) => {
    const how = { name: `${name}.experts.${index}`, quantization, exactRows: true };
    const answer = gated(graph, rows, expert, how);
    const weight = graph.node('Gather', [routes.weights, graph.ints(index)], { ints: { axis: 1 } });
    return graph.node('Mul', [answer, weight]);
  });
  return graph.node('Sum', answers);
}

/** Keeps logarithms finite where an expert has no weight. */
const LEAST_WEIGHT = 1e-30;

/** [R, hidden]: the chosen experts of each row. */
function chosenExperts(
  graph: GraphBuilder,
  { rows, routes }: Routed,
  { experts, chosen }: MoeWeights,
  { name, experts: quantization }: MixtureOptions,
): Value {
  const bits = quantization === 'int4' ? 4 : 8;
  const store = (part: string, matrices: readonly Matrix[]) => {
    const { values, scales } = expertData(matrices, bits);
    return [graph.constant(`${name}.${part}.int${bits}`, values), graph.constant(`${name}.${part}.scales`, scales)];
  };
  const logarithms = graph.node('Log', [graph.node('Max', [routes.weights, graph.float(LEAST_WEIGHT)])]);
  const gateUp = store(
    'experts.gate_up',
    experts.map(({ gateUp }) => interleave(gateUp.matrix)),
  );
  const down = store(
    'experts.down',
    experts.map(({ down }) => down.matrix),
  );
  const mixed = graph.node('QMoE', [rows, logarithms, ...gateUp, '', ...down], {
    domain: 'com.microsoft',
    ints: {
      k: chosen,
      expert_weight_bits: bits,
      normalize_routing_weights: 1,
      swiglu_fusion: 1,
      ...(bits === 4 && { block_size: 32 }),
    },
    floats: { activation_alpha: 1, activation_beta: 0 },
    strings: { activation_type: 'swiglu' },
  });
  return graph.node('Mul', [mixed, routes.sum]);
}
