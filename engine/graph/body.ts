/**
 * The graph of a published body: embedding, transformer layers, norm, head. Inputs and outputs: `signature.ts`, without
 * streams.
 */
import type { Body } from '../models/body';
import type { Quantization } from '../protocol/messages';
import type { BodyWeights } from '../models/bodyWeights';
import { GraphBuilder, type Value } from './builder';
import { condition, means } from './conditioning';
import { declareQuestion, predict, type Logits } from './head';
import { linear } from './linear';
import { ElementType } from './onnxSchema';
import { Input } from './signature';
import { Transformer, type Residual } from './transformer';
import { float16Data, matrixData } from './weightData';

export function buildBodyGraph(
  family: string,
  body: Body,
  weights: BodyWeights,
  quantization: Quantization,
): GraphBuilder {
  const graph = new GraphBuilder(family);
  declareRows(graph, body.rotary.dims);
  declareQuestion(graph, body.vocabulary);
  const wide = body.wide && declareWide(graph, body.wide);
  const embedded = embedRows(graph, body, weights, quantization);
  const masked = body.attention.kind !== 'bidirectional';
  const sizes = { ...body, rotaryDims: body.rotary.dims, wide, masked };
  const parts = { shared: sharedQuantization(weights, quantization), experts: quantization };
  const hidden = layers(new Transformer(graph, sizes, parts), embedded, weights);
  const rows = graph.node('Squeeze', [hidden, graph.ints(0)]);
  const logits = logitsOf(graph, rows, weights, quantization);
  predict(graph, logits, body.vocabulary);
  if (weights.conditioning) {
    const table = graph.constant(EMBEDDING, matrixData(weights.embedding));
    means(graph, { logits: logits.biased, table }, { hidden: body.hidden, scale: weights.embeddingScale ?? 1 });
  }
  return graph;
}

/** The inputs of layers without a window; the whole of their heads has phases, most of which may stand still. */
function declareWide(graph: GraphBuilder, wide: NonNullable<Body['wide']>) {
  graph.input(Input.wideCos, 'float', ['M', wide.headDim / 2]);
  graph.input(Input.wideSin, 'float', ['M', wide.headDim / 2]);
  graph.input(Input.wideMask, 'float', ['M', 'T']);
  return { ...wide, rotaryDims: wide.headDim };
}

function logitsOf(graph: GraphBuilder, rows: Value, weights: BodyWeights, quantization: Quantization): Logits {
  const { head, softCap, conditioning } = weights;
  const layer = { name: headName(weights), weights: head, quantization };
  if (softCap === undefined && !head.bias && !conditioning) {
    const logits = linear(graph, rows, { ...layer, shift: Input.vocabularyBias });
    return { shown: logits, biased: logits };
  }
  const plain = linear(graph, rows, layer);
  const shown = softCap === undefined ? plain : capped(graph, plain, softCap);
  return { shown, biased: graph.node('Add', [shown, Input.vocabularyBias]) };
}

function capped(graph: GraphBuilder, logits: Value, cap: number): Value {
  const tamed = graph.node('Tanh', [graph.node('Div', [logits, graph.float(cap)])]);
  return graph.node('Mul', [tamed, graph.float(cap)]);
}

/**
 * Routers read what attention and shared blocks wrote: the noise of rounded activations sends rows to other experts. These
 * parts are a small share of such a body, so they keep their precision.
 */
function sharedQuantization({ layers: all }: BodyWeights, quantization: Quantization): Quantization {
  return all.some(({ feedForward: { kind } }) => kind === 'moe' || kind === 'beside') ? 'none' : quantization;
}

export function declareRows(graph: GraphBuilder, rotaryDims: number): void {
  graph.input(Input.ids, 'int32', [1, 'M']);
  graph.input(Input.cos, 'float', ['M', rotaryDims / 2]);
  graph.input(Input.sin, 'float', ['M', rotaryDims / 2]);
  graph.input(Input.mask, 'float', ['M', 'T']);
}

/** The layers and the last norm: [1, R, hidden]. */
export function layers(
  transformer: Transformer,
  embedded: Value,
  weights: Pick<BodyWeights, 'layers' | 'norm'>,
): Value {
  const last = weights.layers.length - 1;
  let residual: Residual = { state: embedded };
  for (const [index, layer] of weights.layers.entries()) {
    residual =
      index === last ? transformer.lastLayer(index, residual, layer) : transformer.layer(index, residual, layer);
  }
  return transformer.norm(residual, 'final_norm', weights.norm).normed;
}

const EMBEDDING = 'embedding';

/** Unquantized, a head that is tied to the embedding is stored once. */
function headName({ embedding, head }: BodyWeights): string {
  return head.matrix === embedding ? EMBEDDING : 'head';
}

function embedRows(graph: GraphBuilder, body: Body, weights: BodyWeights, quantization: Quantization): Value {
  const { embeddingScale, conditioning } = weights;
  // Means of embeddings are taken of the whole table, in full precision.
  const looked = embed(graph, weights, conditioning ? 'none' : quantization);
  const rows = embeddingScale === undefined ? looked : graph.node('Mul', [looked, graph.float(embeddingScale)]);
  if (!conditioning) return rows;
  graph.input(Input.streams, 'int32', [1, 'M']);
  return condition(graph, rows, conditioning, body);
}

/** [1, M, hidden]. Quantized bodies keep the table in half precision: rows of it are only looked up. */
function embed(graph: GraphBuilder, { embedding }: BodyWeights, quantization: Quantization): Value {
  const look = (table: Value) => graph.node('Gather', [table, Input.ids], { ints: { axis: 0 } });
  if (quantization === 'none') return look(graph.constant(EMBEDDING, matrixData(embedding)));
  const rows = look(graph.constant(`${EMBEDDING}.float16`, float16Data(embedding)));
  return graph.node('Cast', [rows], { ints: { to: ElementType.float } });
}
