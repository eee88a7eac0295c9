/** The dense feed-forward blocks of transformer layers, one function per kind; mixtures of experts are `moe.ts`'s. */
import type { Quantization } from '../protocol/messages';
import type { GatedWeights, Linear, PlainWeights } from '../models/bodyWeights';
import { slice } from '../models/matrix';
import type { GraphBuilder, Value } from './builder';
import { linear } from './linear';

export interface FeedForwardOptions {
  /** Begins the names of the block's weights. */
  readonly name: string;
  readonly quantization: Quantization;
  /** See `LinearLayer`. */
  readonly exactRows?: boolean;
}

const MICROSOFT = { domain: 'com.microsoft' } as const;

/** x is [1, rows, hidden], normed; so is what is returned, to be added. */
export function gated(
  graph: GraphBuilder,
  x: Value,
  { gateUp, down, activation }: GatedWeights,
  { name, ...how }: FeedForwardOptions,
): Value {
  // Two products instead of one, whose halves would have to be copied apart.
  const width = gateUp.matrix.shape[0] / 2;
  const gate = linear(graph, x, { name: `${name}.gate`, weights: outputs(gateUp, 0, width), ...how });
  const up = linear(graph, x, { name: `${name}.up`, weights: outputs(gateUp, width, 2 * width), ...how });
  const product = graph.node('Mul', [activate(graph, gate, activation), up]);
  return linear(graph, product, { name: `${name}.down`, weights: down, ...how, unevenRows: true });
}

export function plain(
  graph: GraphBuilder,
  x: Value,
  { up, down }: PlainWeights,
  { name, quantization }: FeedForwardOptions,
): Value {
  const wide = graph.node('FastGelu', [linear(graph, x, { name: `${name}.up`, weights: up, quantization })], MICROSOFT);
  return linear(graph, wide, { name: `${name}.down`, weights: down, quantization, unevenRows: true });
}

/** Outputs [begin, end) of a linear layer. */
function outputs({ matrix, bias }: Linear, begin: number, end: number): Linear {
  return {
    matrix: slice(matrix, begin, end),
    ...(bias && { bias: { shape: [end - begin], data: bias.data.subarray(begin, end) } }),
  };
}

export function activate(graph: GraphBuilder, x: Value, activation: GatedWeights['activation']): Value {
  return activation === 'gelu' ? graph.node('FastGelu', [x], MICROSOFT) : silu(graph, x);
}

/** QuickGelu with alpha 1 is SiLU. */
function silu(graph: GraphBuilder, x: Value): Value {
  return graph.node('QuickGelu', [x], { ...MICROSOFT, floats: { alpha: 1 } });
}
