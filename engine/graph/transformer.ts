/**
 * One pre-norm transformer layer: attention over [context; rows] with per-head q/k norm and rotary phases, then SwiGLU.
 * Fits Qwen3-like bodies; which rows exist and what they may attend is the family's business.
 */
import type { Float32Tensor, GraphBuilder, Value } from './builder';
import { linear, type LinearWeights } from './linear';
import { freshKey, freshValue, Input, pastKey, pastValue } from './signature';

export interface TransformerSizes {
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly epsilon: number;
}

/** Norms are vectors: [hidden], or [head dim] for the q and k norms. */
export interface LayerWeights {
  readonly inputNorm: Float32Tensor;
  readonly query: LinearWeights;
  /** Keys, then values. */
  readonly keyValue: LinearWeights;
  readonly queryNorm: Float32Tensor;
  readonly keyNorm: Float32Tensor;
  readonly output: LinearWeights;
  readonly postNorm: Float32Tensor;
  /** Gates, then what they gate. */
  readonly gateUp: LinearWeights;
  readonly down: LinearWeights;
}

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
  ) {}

  /** All M rows through layer `index`. */
  layer(index: number, residual: Residual, weights: LayerWeights): Residual {
    const { normed, state } = this.norm(residual, `layer_${index}.input_norm`, weights.inputNorm);
    const side = { cos: Input.cos, sin: Input.sin, mask: Input.mask };
    const update = this.attention(index, { normed, queries: normed, side }, weights);
    return this.feedForward(index, { state, update }, weights);
  }

  /**
   * The last layer: keys and values for all M rows, everything else only for the R rows that are asked for. Exact, since
   * no later layer would read the others; saves most of this layer's work.
   */
  lastLayer(index: number, residual: Residual, weights: LayerWeights): Residual {
    const { normed, state } = this.norm(residual, `layer_${index}.input_norm`, weights.inputNorm);
    const pick = (value: Value, axis: number) => this.graph.node('Gather', [value, Input.rows], { ints: { axis } });
    const side = { cos: pick(Input.cos, 0), sin: pick(Input.sin, 0), mask: pick(Input.mask, 0) };
    const update = this.attention(index, { normed, queries: pick(normed, 1), side }, weights);
    return this.feedForward(index, { state: pick(state, 1), update }, weights);
  }

  /** Sums the residual and norms it (RMS). */
  norm({ state, update }: Residual, name: string, weight: Float32Tensor): { normed: Value; state: Value } {
    const scale = this.graph.weight(name, weight);
    if (update === undefined) return { normed: this.rmsNorm(state, scale), state };
    const inputs = [state, update, scale];
    const options = { ...MICROSOFT, floats: { epsilon: this.sizes.epsilon } };
    const outputs = ['normed', 'mean', 'deviation', 'sum'] as const;
    const { normed, sum } = this.graph.multi('SkipSimplifiedLayerNormalization', inputs, outputs, options);
    return { normed, state: sum };
  }

  private attention(
    index: number,
    { normed, queries, side }: { normed: Value; queries: Value; side: QuerySide },
    weights: LayerWeights,
  ): Value {
    const { graph, sizes } = this;
    const query = this.normedHeads(
      linear(graph, queries, weights.query),
      `layer_${index}.query_norm`,
      weights.queryNorm,
    );
    const [keyRows, valueRows] = this.halves(linear(graph, normed, weights.keyValue), sizes.kvHeads * sizes.headDim);
    const key = this.rotate(
      this.normedHeads(keyRows, `layer_${index}.key_norm`, weights.keyNorm),
      Input.cos,
      Input.sin,
    );
    const value = this.heads(valueRows);
    const attended = this.attend(index, { query: this.rotate(query, side.cos, side.sin), key, value, mask: side.mask });
    return linear(graph, attended, weights.output);
  }

  /** Attention over the cached and the fresh rows, heads joined again: [1, rows, heads * D]. Declares the cache's ports. */
  private attend(
    index: number,
    { query, key, value, mask }: Readonly<Record<'query' | 'key' | 'value' | 'mask', Value>>,
  ) {
    const { graph, sizes } = this;
    const port = (rows: string) => [1, sizes.kvHeads, rows, sizes.headDim];
    graph.output(freshKey(index), key, 'float', port('M'));
    graph.output(freshValue(index), value, 'float', port('M'));
    const past = [pastKey(index), pastValue(index)].map((name) => graph.input(name, 'float', port('C')));
    // All three outputs must be named for past keys to be accepted, though only the first is read.
    const outputs = ['attended', 'keys', 'values'] as const;
    const { attended } = graph.multi('Attention', [query, key, value, mask, ...past], outputs);
    const rowMajor = graph.node('Transpose', [attended], { ints: { perm: [0, 2, 1, 3] } });
    return graph.node('Reshape', [rowMajor, graph.ints(KEEP, KEEP, REST)]);
  }

  private feedForward(index: number, residual: Residual, weights: LayerWeights): Residual {
    const { graph } = this;
    const { normed, state } = this.norm(residual, `layer_${index}.post_norm`, weights.postNorm);
    const width = (weights.gateUp.matrix.shape[0] ?? 0) / 2;
    const [gate, up] = this.halves(linear(graph, normed, weights.gateUp), width);
    // QuickGelu with alpha 1 is SiLU.
    const silu = graph.node('QuickGelu', [gate], { ...MICROSOFT, floats: { alpha: 1 } });
    return { state, update: linear(graph, graph.node('Mul', [silu, up]), weights.down) };
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

  /** [1, rows, heads * D] to [1, heads, rows, D]. */
  private heads(x: Value): Value {
    return this.headsFirst(this.splitHeads(x));
  }

  private normedHeads(x: Value, name: string, weight: Float32Tensor): Value {
    return this.headsFirst(this.rmsNorm(this.splitHeads(x), this.graph.weight(name, weight)));
  }

  private splitHeads(x: Value): Value {
    return this.graph.node('Reshape', [x, this.graph.ints(KEEP, KEEP, REST, this.sizes.headDim)]);
  }

  private headsFirst(x: Value): Value {
    return this.graph.node('Transpose', [x], { ints: { perm: [0, 2, 1, 3] } });
  }

  /** Half-rotate layout. The phases come as tables with one line per row, so the offset into them is zero. */
  private rotate(x: Value, cos: Value, sin: Value): Value {
    return this.graph.node('RotaryEmbedding', [x, this.graph.ints(0), cos, sin], {
      ...MICROSOFT,
      ints: { interleaved: 0 },
    });
  }
}
