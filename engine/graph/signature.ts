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
  /** The same for layers without a window, in bodies that have both kinds. */
  wideCos: 'wide_rotary_cos',
  wideSin: 'wide_rotary_sin',
  wideMask: 'wide_mask',
  /** float [1, M, hidden]: `Output.means` of the pass before, zeros where there is none. Only of canvases of noise. */
  conditioning: 'conditioning',
  /** float []: logits are divided by it for `Output.means`. */
  temperature: 'temperature',
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
  /** float [R, V]: logits. The bias is in them where the head adds it (and not in graphs of earlier imports). */
  logits: 'logits',
  /** float [R, hidden]: the mean embedding of what the row predicts, of what it may predict. Only of canvases of noise. */
  means: 'means',
} as const;

/** Inputs, float [1, kv heads, C, D]: keys (phases applied) and values of the context, per layer. C may be 0. */
export const pastKey = (layer: number): string => `past_key_${layer}`;
export const pastValue = (layer: number): string => `past_value_${layer}`;

/** Outputs, float [1, kv heads, M, D]: keys (phases applied) and values of this run's rows, per layer. */
export const freshKey = (layer: number): string => `fresh_key_${layer}`;
export const freshValue = (layer: number): string => `fresh_value_${layer}`;

/** Values of `Input.streams`: of `remask_streams`, and `forward` and `canvas` of bodies that encode their context. */
export const Stream = { forward: 0, backward: 1, canvas: 2 } as const;
export type StreamId = (typeof Stream)[keyof typeof Stream];

export const TOP_CANDIDATES = 8;

/** Large enough to vanish in any softmax, small enough that sums with it stay finite. */
export const MASKED = -1e9;
