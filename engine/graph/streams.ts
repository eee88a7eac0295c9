/**
 * The graph of the family `remask_streams` (training/remask_training/model.py): one body for the forward stream, the
 * backward stream and canvases. Inputs and outputs: `signature.ts`.
 */
import type { StreamsConfig } from '../models/streamsConfig';
import { GraphBuilder, type Value } from './builder';
import { linear, type LinearWeights } from './linear';
import { Input, Output, TOP_CANDIDATES } from './signature';
import { ElementType } from './onnxSchema';
import type { StreamsWeights } from './streamsWeights';
import { Transformer, type Residual } from './transformer';

/** Builds the serialized ONNX model, weights included. */
export function buildStreamsGraph(config: StreamsConfig, weights: StreamsWeights): Uint8Array {
  const graph = new GraphBuilder('remask_streams');
  declareInputs(graph, config);
  const transformer = new Transformer(graph, {
    heads: config.num_attention_heads,
    kvHeads: config.num_key_value_heads,
    headDim: config.head_dim,
    epsilon: config.rms_norm_eps,
  });

  const last = weights.layers.length - 1;
  let residual: Residual = { state: embed(graph, weights) };
  for (const [index, layer] of weights.layers.entries()) {
    residual =
      index === last ? transformer.lastLayer(index, residual, layer) : transformer.layer(index, residual, layer);
  }
  const { normed } = transformer.norm(residual, 'final_norm', weights.norm);
  predict(graph, { hidden: normed, head: weights.head, vocabulary: config.vocab_size });
  return graph.encode();
}

function declareInputs(graph: GraphBuilder, config: StreamsConfig): void {
  graph.input(Input.ids, 'int32', [1, 'M']);
  graph.input(Input.streams, 'int32', [1, 'M']);
  graph.input(Input.cos, 'float', ['M', config.head_dim / 2]);
  graph.input(Input.sin, 'float', ['M', config.head_dim / 2]);
  graph.input(Input.mask, 'float', ['M', 'T']);
  graph.input(Input.rows, 'int32', ['R']);
  graph.input(Input.vocabularyBias, 'float', [config.vocab_size]);
  graph.input(Input.targets, 'int32', ['R', 1]);
}

/** [1, M, hidden]. The token table is the head's as well, and is stored once. */
function embed(graph: GraphBuilder, { head, streams }: StreamsWeights): Value {
  const tokens = graph.node('Gather', [graph.weight(head.name, head.matrix), Input.ids], { ints: { axis: 0 } });
  const kinds = graph.node('Gather', [graph.weight('embed_streams', streams), Input.streams], { ints: { axis: 0 } });
  return graph.node('Add', [tokens, kinds]);
}

interface HeadInput {
  /** [1, R, hidden] */
  readonly hidden: Value;
  readonly head: LinearWeights;
  readonly vocabulary: number;
}

/** Head, softmax and top candidates in the graph, so that a few kilobytes cross to JavaScript per pass. */
function predict(graph: GraphBuilder, { hidden, head, vocabulary }: HeadInput): void {
  const logits = linear(graph, graph.node('Squeeze', [hidden, graph.ints(0)]), head);
  graph.output(Output.logits, logits, 'float', ['R', vocabulary]);
  const biased = graph.node('Add', [logits, Input.vocabularyBias]);
  const probabilities = graph.node('Softmax', [biased], { ints: { axis: -1 } });

  const k = Math.min(TOP_CANDIDATES, vocabulary);
  const { topIds } = graph.multi('TopK', [biased, graph.ints(k)], ['values', 'topIds'], { ints: { axis: -1 } });
  const at = (ids: Value) => graph.node('GatherElements', [probabilities, ids], { ints: { axis: -1 } });
  graph.output(Output.topIds, graph.node('Cast', [topIds], { ints: { to: ElementType.int32 } }), 'int32', ['R', k]);
  graph.output(Output.topProbabilities, at(topIds), 'float', ['R', k]);
  graph.output(Output.targetProbability, at(Input.targets), 'float', ['R', 1]);
  graph.output(Output.entropy, entropy(graph, biased, probabilities), 'float', ['R']);
}

/**
 * Entropy in nats: log Z - sum p x, with log Z = max x - log(max p). One logarithm per row instead of one per id; an
 * explicit log-sum-exp is the slowest operator of all on large vocabularies.
 */
function entropy(graph: GraphBuilder, logits: Value, probabilities: Value): Value {
  const reduce = (op: string, x: Value) => graph.node(op, [x, graph.ints(-1)], { ints: { keepdims: 0 } });
  const logZ = graph.node('Sub', [
    reduce('ReduceMax', logits),
    graph.node('Log', [reduce('ReduceMax', probabilities)]),
  ]);
  return graph.node('Sub', [logZ, reduce('ReduceSum', graph.node('Mul', [probabilities, logits]))]);
}
