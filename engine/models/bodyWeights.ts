/**
 * The weights of a transformer body in terms that all families share: what a family's file (`families/`) arranges from
 * the tensors that were published, and what `engine/graph` builds a graph of. Matrices are [out, in].
 */
import type { Matrix, Tensor } from './matrix';

/** y = matrix x + bias. */
export interface Linear {
  readonly matrix: Matrix;
  readonly bias?: Tensor;
}

/** [hidden]: RMS norm, or layer norm where there is a bias. */
export interface NormWeights {
  readonly weight: Tensor;
  readonly bias?: Tensor;
}

export interface AttentionWeights {
  readonly query: Linear;
  /** Keys, then values. */
  readonly keyValue: Linear;
  readonly output: Linear;
  /** RMS norms per head, [head dim]. */
  readonly queryNorm?: Tensor;
  readonly keyNorm?: Tensor;
  readonly valueNorm?: Tensor;
  /** `keyValue` gives keys only: before they are normed and turned, they are the values, too. */
  readonly valuesAreKeys?: boolean;
  /** What scores are multiplied with; one over the root of the head's size when absent. */
  readonly scale?: number;
}

/** down(silu(gate x) * up x) */
export interface GatedWeights {
  readonly kind: 'gated';
  /** Instead of silu; in its tanh form. */
  readonly activation?: 'gelu';
  /** Gates, then what they gate. */
  readonly gateUp: Linear;
  readonly down: Linear;
}

/** down(gelu(up x)), the gelu in its tanh form. */
export interface PlainWeights {
  readonly kind: 'plain';
  readonly up: Linear;
  readonly down: Linear;
}

/**
 * Experts, of which each row is given the `chosen` best. `softmax`: weights are probabilities, to which a bias is added.
 * `groups`: weights are sigmoids over their sum, times a factor; a bias helps to choose, among the best groups only.
 * `scaled`: weights are a softmax over the best, each times its expert's factor.
 */
export interface MoeWeights {
  readonly kind: 'moe';
  readonly router: Linear;
  readonly routing:
    | { readonly kind: 'softmax'; readonly bias?: Tensor }
    | {
        readonly kind: 'groups';
        readonly bias: Tensor;
        readonly groups: number;
        readonly keptGroups: number;
        readonly factor: number;
      }
    | { readonly kind: 'scaled'; readonly factors: Tensor };
  readonly chosen: number;
  readonly experts: readonly GatedWeights[];
  /** Computed for every row and added. */
  readonly shared?: GatedWeights;
}

/** A gated block and experts beside it, summed. All four norms are of the layer's state: see `beside.ts`. */
export interface BesideWeights {
  readonly kind: 'beside';
  readonly dense: GatedWeights;
  readonly experts: MoeWeights;
  readonly denseAfter: NormWeights;
  readonly routerBefore: NormWeights;
  readonly expertsBefore: NormWeights;
  readonly expertsAfter: NormWeights;
}

export type FeedForwardWeights = GatedWeights | PlainWeights | MoeWeights | BesideWeights;

export interface LayerWeights {
  readonly inputNorm: NormWeights;
  readonly attention: AttentionWeights;
  readonly postNorm: NormWeights;
  readonly feedForward: FeedForwardWeights;
  /** Norms of what attention and the feed-forward block give, before it is added. */
  readonly attentionAfter?: NormWeights;
  readonly feedForwardAfter?: NormWeights;
  /** What comes out is multiplied with, in rows of the context and in those of the canvas. */
  readonly rowScale?: { readonly context: number; readonly canvas: number };
}

/**
 * What a pass is told of the one before it: the mean embedding of what that predicted goes through a gated block and is
 * added to the embeddings of the canvas.
 */
export interface ConditioningWeights {
  readonly norm: NormWeights;
  readonly block: GatedWeights;
}

export interface BodyWeights {
  /** [V, hidden] */
  readonly embedding: Matrix;
  /** [V, hidden]; the very object `embedding` where the two are tied. */
  readonly head: Linear;
  readonly norm: NormWeights;
  readonly layers: readonly LayerWeights[];
  /** Embeddings are multiplied with it. */
  readonly embeddingScale?: number;
  /** Logits are brought between its negative and it by a tanh. */
  readonly softCap?: number;
  readonly conditioning?: ConditioningWeights;
}
