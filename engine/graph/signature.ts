/**
 * The inputs and outputs of every graph that this folder builds: the contract between `engine/graph`, which writes
 * graphs, and `engine/runtime`, which runs them.
 *
 * M rows are computed in one run, R of them are predicted, C rows of context were computed before. V is the size of the
 * vocabulary, D the size of a head.
 */

export const Input = {
  /** int32 [1, M]: token ids. */
  ids: 'ids',
  /** int32 [1, M]: what each row belongs to, see `Stream`. */
  streams: 'streams',
  /** float [M, D/2]: cosines and sines of the rows' rotary phases; any real position is possible. */
  cos: 'rotary_cos',
  sin: 'rotary_sin',
  /** float [M, C + M], added to attention scores: 0 where the row may attend, `MASKED` where not. Not broadcast. */
  mask: 'mask',
  /** int32 [R], R >= 1: indices into the M rows. No rows at all would kill the process inside TopK. */
  rows: 'rows',
  /** float [V], added to logits before softmax: 0, or `MASKED` for ids that must not be predicted. */
  vocabularyBias: 'vocabulary_bias',
  /** int32 [R, 1]: ids whose probability is asked for. */
  targets: 'targets',
} as const;

export const Output = {
  /** int32 [R, k] and float [R, k]: the likeliest ids and their probabilities, k = min(TOP_CANDIDATES, V). */
  topIds: 'top_ids',
  topProbabilities: 'top_probabilities',
  /** float [R]: entropy of the whole distribution, in nats. */
  entropy: 'entropy',
  /** float [R, 1]: probability of the row's target. */
  targetProbability: 'target_probability',
  /** float [R, V]: logits as the head gives them, before the bias. */
  logits: 'logits',
} as const;

/** Inputs, float [1, kv heads, C, D]: keys (phases applied) and values of the context, per layer. C may be 0. */
export const pastKey = (layer: number): string => `past_key_${layer}`;
export const pastValue = (layer: number): string => `past_value_${layer}`;

/** Outputs, float [1, kv heads, M, D]: keys (phases applied) and values of this run's rows, per layer. */
export const freshKey = (layer: number): string => `fresh_key_${layer}`;
export const freshValue = (layer: number): string => `fresh_value_${layer}`;

/** Values of `Input.streams` for the family `remask_streams`. */
export const Stream = { forward: 0, backward: 1, canvas: 2 } as const;
export type StreamId = (typeof Stream)[keyof typeof Stream];

export const TOP_CANDIDATES = 8;

/** Large enough to vanish in any softmax, small enough that sums with it stay finite. */
export const MASKED = -1e9;
