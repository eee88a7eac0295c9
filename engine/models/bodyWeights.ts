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
}

/** down(silu(gate x) * up x) */
export interface GatedWeights {
  readonly kind: 'gated';
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
      };
  readonly chosen: number;
  readonly experts: readonly GatedWeights[];
  /** Computed for every row and added. */
  readonly shared?: GatedWeights;
}

export type FeedForwardWeights = GatedWeights | PlainWeights | MoeWeights;

export interface LayerWeights {
  readonly inputNorm: NormWeights;
  readonly attention: AttentionWeights;
  readonly postNorm: NormWeights;
  readonly feedForward: FeedForwardWeights;
}

export interface BodyWeights {
  /** [V, hidden] */
  readonly embedding: Matrix;
  /** [V, hidden]; the very object `embedding` where the two are tied. */
  readonly head: Linear;
  readonly norm: NormWeights;
  readonly layers: readonly LayerWeights[];
}
