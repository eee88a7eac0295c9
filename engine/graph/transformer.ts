/**
 * One pre-norm transformer layer: attention over [context; rows] with rotary phases, then a feed-forward block. What
 * differs between families (biases, q/k norms, how much of a head is rotated, the feed-forward) is read off the weights;
 * which rows exist and what they may attend is the runtime's business.
 */
import type { Quantization } from '../protocol/messages';
import type { FeedForwardWeights, LayerWeights, Linear, NormWeights } from '../models/bodyWeights';
import type { Tensor } from '../models/matrix';
import type { GraphBuilder, Value } from './builder';
import { beside } from './beside';
import { gated, plain } from './feedForward';
import { linear } from './linear';
import { mixture, type MixtureOptions } from './moe';
import { freshKey, freshValue, Input, pastKey, pastValue, Stream } from './signature';
import { unmaskedAttention, type AttentionParts } from './unmaskedAttention';

export interface TransformerSizes {
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** How many of a head's numbers are rotated, from the first on. */
  readonly rotaryDims: number;
  readonly epsilon: number;
  /** Whether there are rows that others may not attend; if not, the mask is not read. */
  readonly masked: boolean;
  /** Layers without a window, whose heads have other sizes. */
  readonly wide?: (HeadSizes & { readonly layers: readonly number[] }) | undefined;
}

type HeadSizes = Pick<TransformerSizes, 'kvHeads' | 'headDim' | 'rotaryDims'>;

/**
 * The hidden state between two sublayers, not yet summed, because adding and norming are one fused operator.
 * Both are [1, rows, hidden]; `update` is absent before the first sublayer.
 */
export interface Residual {
  readonly state: Value;
  readonly update?: Value;
}

/** What attention takes besides hidden states: phases [rows, D/2] and the mask [rows, C + M]. */
interface QuerySide {
  readonly cos: Value;
  readonly sin: Value;
  readonly mask: Value;
}

const MICROSOFT = { domain: 'com.microsoft' } as const;
/** ONNX: in a Reshape, "as this dimension was" and "whatever is left". */
const KEEP = 0;
const REST = -1;

export class Transformer {
  constructor(
    private readonly graph: GraphBuilder,
    private readonly sizes: TransformerSizes,
    /** Of everything but experts, and of experts. */
    private readonly quantization: { readonly shared: Quantization; readonly experts: Quantization },
  ) {}

  /** All M rows through layer `index`. */
  layer(index: number, residual: Residual, weights: LayerWeights): Residual {
    const { normed, state } = this.norm(residual, `layer_${index}.input_norm`, weights.inputNorm);
    const side = this.side(index);
    const update = this.attention(index, { normed, queries: normed, side }, weights);
    return this.feedForward(index, { state, update }, weights, this.scale(index, weights));
  }

  /**
   * The last layer: keys and values for all M rows, everything else only for the R rows that are asked for. Exact, since
   * no later layer would read the others; saves most of this layer's work.
   */
  lastLayer(index: number, residual: Residual, weights: LayerWeights): Residual {
    const { normed, state } = this.norm(residual, `layer_${index}.input_norm`, weights.inputNorm);
    const pick = (value: Value, axis: number) => this.graph.node('Gather', [value, Input.rows], { ints: { axis } });
    const all = this.side(index);
    const side = { cos: pick(all.cos, 0), sin: pick(all.sin, 0), mask: pick(all.mask, 0) };
    const update = this.attention(index, { normed, queries: pick(normed, 1), side }, weights);
    const scale = this.scale(index, weights);
    return this.feedForward(index, { state: pick(state, 1), update }, weights, scale && pick(scale, 1));
  }

  private side(index: number): QuerySide {
    return this.sizes.wide?.layers.includes(index)
      ? { cos: Input.wideCos, sin: Input.wideSin, mask: Input.wideMask }
      : { cos: Input.cos, sin: Input.sin, mask: Input.mask };
  }

  private headsOf(index: number): HeadSizes {
    const { sizes } = this;
    return sizes.wide?.layers.includes(index) ? sizes.wide : sizes;
  }

  /** [1, rows, 1] */
  private scale(index: number, { rowScale }: LayerWeights): Value | undefined {
    if (!rowScale) return undefined;
    const scales = new Float32Array(3);
    scales[Stream.forward] = rowScale.context;
    scales[Stream.canvas] = rowScale.canvas;
    const table = this.graph.weight(`layer_${index}.row_scale`, { shape: [3, 1], data: scales });
    return this.graph.node('Gather', [table, Input.streams], { ints: { axis: 0 } });
  }

  /** Sums the residual and norms it. */
  norm(residual: Residual, name: string, { weight, bias }: NormWeights): { normed: Value; state: Value } {
    const { state, update } = residual;
    const scale = this.graph.weight(name, weight);
    if (bias) return this.layerNorm(residual, scale, this.graph.weight(`${name}.bias`, bias));
    if (update === undefined) return { normed: this.rmsNorm(state, scale), state };
    const inputs = [state, update, scale];
    const options = { ...MICROSOFT, floats: { epsilon: this.sizes.epsilon } };
    const outputs = ['normed', 'mean', 'deviation', 'sum'] as const;
    const { normed, sum } = this.graph.multi('SkipSimplifiedLayerNormalization', inputs, outputs, options);
    return { normed, state: sum };
  }

  private layerNorm({ state, update }: Residual, scale: Value, bias: Value): { normed: Value; state: Value } {
    const sum = update === undefined ? state : this.graph.node('Add', [state, update]);
    const options = { floats: { epsilon: this.sizes.epsilon }, ints: { axis: -1 } };
    return { normed: this.graph.node('LayerNormalization', [sum, scale, bias], options), state: sum };
  }

  private attention(
    index: number,
    { normed, queries, side }: { normed: Value; queries: Value; side: QuerySide },
    { attention, attentionAfter }: LayerWeights,
  ): Value {
    const sizes = this.headsOf(index);
    const name = `layer_${index}`;
    const project = (x: Value, part: string, weights: Linear) => this.linear(x, `${name}.${part}`, weights);
    const heads = (x: Value, part: string, norm?: Tensor) => this.heads(x, sizes, `${name}.${part}_norm`, norm);
    const query = heads(project(queries, 'query', attention.query), 'query', attention.queryNorm);
    const keyValue = project(normed, 'key_value', attention.keyValue);
    const [keyRows, valueRows] = attention.valuesAreKeys
      ? [keyValue, keyValue]
      : this.halves(keyValue, sizes.kvHeads * sizes.headDim);
    const all = this.side(index);
    const parts = {
      query: this.rotate(query, side, sizes),
      key: this.rotate(heads(keyRows, 'key', attention.keyNorm), all, sizes),
      value: heads(valueRows, 'value', attention.valueNorm),
      mask: side.mask,
    };
    const attended = this.attend(index, parts, attention.scale);
    const output = this.linear(attended, `${name}.output`, attention.output, { unevenRows: true });
    return this.after(output, `${name}.attention_after`, attentionAfter);
  }

  private after(x: Value, name: string, norm: NormWeights | undefined): Value {
    return norm ? this.norm({ state: x }, name, norm).normed : x;
  }

  /** Attention over the cached and the fresh rows, heads joined again: [1, rows, heads * D]. Declares the cache's ports. */
  private attend(
    index: number,
    { query, key, value, mask }: Readonly<Record<'query' | 'key' | 'value' | 'mask', Value>>,
    scale: number | undefined,
  ) {
    const { graph } = this;
    const sizes = { ...this.sizes, ...this.headsOf(index) };
    const port = (rows: string) => [1, sizes.kvHeads, rows, sizes.headDim];
    graph.output(freshKey(index), key, 'float', port('M'));
    graph.output(freshValue(index), value, 'float', port('M'));
    const past = [
      graph.input(pastKey(index), 'float', port('C')),
      graph.input(pastValue(index), 'float', port('C')),
    ] as const;
    const attended = sizes.masked
      ? this.maskedAttention({ query, key, value, mask, past }, scale)
      : unmaskedAttention(graph, { query, key, value, past }, { ...sizes, scale });
    const rowMajor = graph.node('Transpose', [attended], { ints: { perm: [0, 2, 1, 3] } });
    return graph.node('Reshape', [rowMajor, graph.ints(KEEP, KEEP, REST)]);
  }

  private maskedAttention(
    { query, key, value, mask, past }: AttentionParts & { readonly mask: Value },
    scale: number | undefined,
  ): Value {
    const options = { ...(scale !== undefined && { floats: { scale } }) };
    // All three outputs must be named for past keys to be accepted, though only the first is read.
    const outputs = ['attended', 'keys', 'values'] as const;
    return this.graph.multi('Attention', [query, key, value, mask, ...past], outputs, options).attended;
  }

  private feedForward(
    index: number,
    residual: Residual,
    { postNorm, feedForward, feedForwardAfter }: LayerWeights,
    scale: Value | undefined,
  ): Residual {
    const name = `layer_${index}`;
    const { normed, state } = this.norm(residual, `${name}.post_norm`, postNorm);
    const { shared, experts } = this.quantization;
    const answer = this.block({ normed, state }, feedForward, { name, quantization: shared, experts });
    const update = this.after(answer, `${name}.feed_forward_after`, feedForwardAfter);
    if (scale === undefined) return { state, update };
    return { state: this.graph.node('Mul', [this.graph.node('Add', [state, update]), scale]) };
  }

  private block(
    { normed, state }: { readonly normed: Value; readonly state: Value },
    weights: FeedForwardWeights,
    options: MixtureOptions,
  ): Value {
    switch (weights.kind) {
      case 'gated':
        return gated(this.graph, normed, weights, options);
      case 'plain':
        return plain(this.graph, normed, weights, options);
      case 'moe':
        return mixture(this.graph, { x: normed, routed: normed }, weights, options);
      case 'beside': {
        const norm = (x: Value, part: string, by: NormWeights) => this.after(x, `${options.name}.${part}`, by);
        return beside(this.graph, { normed, state }, weights, { ...options, norm });
      }
    }
  }

  private linear(x: Value, name: string, weights: Linear, options: { readonly unevenRows?: boolean } = {}): Value {
    return linear(this.graph, x, { name, weights, quantization: this.quantization.shared, ...options });
  }

  private rmsNorm(x: Value, scale: Value): Value {
    return this.graph.node('SimplifiedLayerNormalization', [x, scale], {
      floats: { epsilon: this.sizes.epsilon },
      ints: { axis: -1 },
    });
  }

  /** Splits the last dimension into two of `width`. */
  private halves(x: Value, width: number): readonly [Value, Value] {
    const widths = this.graph.ints(width, width);
    const { first, second } = this.graph.multi('Split', [x, widths], ['first', 'second'], { ints: { axis: -1 } });
    return [first, second];
  }

  /** [1, rows, heads * D] to [1, heads, rows, D], each head normed where the family does so. */
  private heads(x: Value, { headDim }: HeadSizes, name: string, norm?: Tensor): Value {
    const split = this.graph.node('Reshape', [x, this.graph.ints(KEEP, KEEP, REST, headDim)]);
    const heads = norm ? this.rmsNorm(split, this.graph.weight(name, norm)) : split;
    return this.graph.node('Transpose', [heads], { ints: { perm: [0, 2, 1, 3] } });
  }

  /** Half-rotate layout. The phases come as tables with one line per row, so the offset into them is zero. */
  private rotate(x: Value, { cos, sin }: Pick<QuerySide, 'cos' | 'sin'>, sizes: HeadSizes): Value {
    const { graph } = this;
    const turn = (part: Value) =>
      graph.node('RotaryEmbedding', [part, graph.ints(0), cos, sin], { ...MICROSOFT, ints: { interleaved: 0 } });
    if (sizes.rotaryDims === sizes.headDim) return turn(x);
    const widths = graph.ints(sizes.rotaryDims, sizes.headDim - sizes.rotaryDims);
    const { turned, still } = graph.multi('Split', [x, widths], ['turned', 'still'], { ints: { axis: -1 } });
    return graph.node('Concat', [turn(turned), still], { ints: { axis: -1 } });
  }
}
