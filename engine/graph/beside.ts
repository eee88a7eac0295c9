/**
 * DiffusionGemma's feed-forward: a gated block and experts beside it. Experts and router look at the layer's state, each
 * through a norm of its own; both answers are normed before they are summed.
 */
import type { BesideWeights, NormWeights } from '../models/bodyWeights';
import type { GraphBuilder, Value } from './builder';
import { gated } from './feedForward';
import { mixture, type MixtureOptions } from './moe';

export interface BesideOptions extends MixtureOptions {
  readonly norm: (x: Value, name: string, weights: NormWeights) => Value;
}

/** `normed` is what the gated block reads, `state` what was normed; both [1, rows, hidden]. */
export function beside(
  graph: GraphBuilder,
  { normed, state }: { readonly normed: Value; readonly state: Value },
  weights: BesideWeights,
  { norm, ...options }: BesideOptions,
): Value {
  const dense = norm(gated(graph, normed, weights.dense, options), 'dense_after', weights.denseAfter);
  const rows = norm(state, 'experts_before', weights.expertsBefore);
  const routed = norm(state, 'router_before', weights.routerBefore);
  const mixed = mixture(graph, { x: rows, routed }, weights.experts, options);
  return graph.node('Add', [dense, norm(mixed, 'experts_after', weights.expertsAfter)]);
}
