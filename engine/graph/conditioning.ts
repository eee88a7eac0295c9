/**
 * Canvases of noise (DiffusionGemma): a pass is told the mean embedding of what the one before it predicted, so that the
 * certainty of a random token's neighbours is not lost with the token. Exact for any vocabulary, and kilobytes per pass:
 * the distributions themselves never leave the graph.
 */
import type { ConditioningWeights } from '../models/bodyWeights';
import type { Body } from '../models/body';
import type { GraphBuilder, Value } from './builder';
import { gated } from './feedForward';
import { Input, Output, Stream } from './signature';

/** Canvas rows get what the pass before predicted, rows of the context stay as they are. [1, M, hidden]. */
export function condition(
  graph: GraphBuilder,
  embedded: Value,
  { norm, block }: ConditioningWeights,
  { hidden, epsilon }: Pick<Body, 'hidden' | 'epsilon'>,
): Value {
  graph.input(Input.conditioning, 'float', [1, 'M', hidden]);
  const options = { floats: { epsilon }, ints: { axis: -1 } };
  const rmsNorm = (x: Value, scale: Value) => graph.node('SimplifiedLayerNormalization', [x, scale], options);
  const ones = graph.weight('conditioning.ones', { shape: [hidden], data: new Float32Array(hidden).fill(1) });
  const told = rmsNorm(Input.conditioning, graph.weight('conditioning.norm', norm.weight));
  const signal = gated(graph, told, block, { name: 'conditioning', quantization: 'none' });
  const canvas = rmsNorm(graph.node('Add', [embedded, signal]), ones);
  // Streams are whole numbers; those of a canvas are the largest.
  const least = graph.node('Greater', [Input.streams, graph.int32(Stream.canvas - 1)]);
  return graph.node('Where', [graph.node('Unsqueeze', [least, graph.ints(2)]), canvas, embedded]);
}

/** Declares `Output.means`. `logits` is [R, V], the bias added, `table` [V, hidden]. */
export function means(
  graph: GraphBuilder,
  { logits, table }: { readonly logits: Value; readonly table: Value },
  { hidden, scale }: { readonly hidden: number; readonly scale: number },
): void {
  graph.input(Input.temperature, 'float', []);
  const heated = graph.node('Div', [logits, Input.temperature]);
  const shares = graph.node('Softmax', [heated], { ints: { axis: -1 } });
  const sums = graph.node('FusedMatMul', [shares, table], { domain: 'com.microsoft', floats: { alpha: scale } });
  graph.output(Output.means, sums, 'float', ['R', hidden]);
}
