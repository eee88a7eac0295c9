/**
 * The graph of the family `remask_streams` (training/remask_training/model.py): one body for the forward stream, the
 * backward stream and canvases. Inputs and outputs: `signature.ts`.
 */
import type { Quantization } from '../protocol/messages';
import type { StreamsConfig } from '../models/streamsConfig';
import { declareRows, layers } from './body';
import { GraphBuilder, type Value } from './builder';
import { declareQuestion, predict } from './head';
import { linear } from './linear';
import { Input } from './signature';
import type { StreamsWeights } from './streamsWeights';
import { Transformer } from './transformer';
import { matrixData } from './weightData';

/** Builds the serialized ONNX model, weights included. */
export function buildStreamsGraph(
  config: StreamsConfig,
  weights: StreamsWeights,
  quantization: Quantization = 'none',
): Uint8Array {
  const graph = new GraphBuilder('remask_streams');
  declareRows(graph, config.head_dim);
  graph.input(Input.streams, 'int32', [1, 'M']);
  declareQuestion(graph, config.vocab_size);
  const sizes = {
    heads: config.num_attention_heads,
    kvHeads: config.num_key_value_heads,
    headDim: config.head_dim,
    rotaryDims: config.head_dim,
    epsilon: config.rms_norm_eps,
    masked: true,
  };
  const hidden = layers(
    new Transformer(graph, sizes, { shared: quantization, experts: quantization }),
    embed(graph, weights),
    weights,
  );
  const rows = graph.node('Squeeze', [hidden, graph.ints(0)]);
  const head = { name: TOKENS, weights: weights.head, quantization, shift: Input.vocabularyBias };
  const logits = linear(graph, rows, head);
  predict(graph, { shown: logits, biased: logits }, config.vocab_size);
  return graph.encode();
}

const TOKENS = 'embed_tokens';

/** [1, M, hidden]. The token table is the head's as well, and is stored once. */
function embed(graph: GraphBuilder, { embedding, streams }: StreamsWeights): Value {
  const table = graph.constant(TOKENS, matrixData(embedding));
  const tokens = graph.node('Gather', [table, Input.ids], { ints: { axis: 0 } });
  const kinds = graph.node('Gather', [graph.weight('embed_streams', streams), Input.streams], { ints: { axis: 0 } });
  return graph.node('Add', [tokens, kinds]);
}
