/**
 * Turns the outputs of a pass into predictions.
 */
import type { Prediction } from '../decode/canvasModel';
import { MASKED, Output } from '../graph/signature';
import type { HostTensor } from './ortSession';

type PredictionOutput = 'topIds' | 'topProbabilities' | 'entropy' | 'targetProbability';

/** One prediction per row; candidates that are impossible (probability 0) are left out. */
export function decodePredictions(
  outputs: Readonly<Record<(typeof Output)[PredictionOutput], HostTensor>>,
  withTargets: boolean,
): readonly Prediction[] {
  const { data: ids, shape } = outputs[Output.topIds];
  const [rows = 0, width = 0] = shape;
  const probabilities = outputs[Output.topProbabilities].data;
  return Array.from({ length: rows }, (_, row) => {
    const likely = probabilities.subarray(row * width, (row + 1) * width);
    const count = Math.max(1, likely.findLastIndex((probability) => probability > 0) + 1);
    return {
      ids: Array.from(ids.subarray(row * width, row * width + count)),
      probabilities: Array.from(likely.subarray(0, count)),
      // A difference of larger numbers: rounding may leave it just below zero.
      entropy: Math.max(0, outputs[Output.entropy].data[row] ?? 0),
      ...(withTargets && { target: outputs[Output.targetProbability].data[row] ?? 0 }),
    };
  });
}

/** The same with the probability of every id: the softmax, which the graph does not give out whole. */
export function withDistributions(
  predictions: readonly Prediction[],
  logits: HostTensor,
  bias: Float32Array,
): readonly Prediction[] {
  const width = bias.length;
  return predictions.map((prediction, row) => ({
    ...prediction,
    distribution: softmax(logits.data.subarray(row * width, (row + 1) * width), bias),
  }));
}

function softmax(logits: Float32Array | Int32Array, bias: Float32Array): Float32Array {
  // The bias is in them, or it is one that only forbids: see `Output.logits`.
  const allowed = Float64Array.from(logits, (logit, id) => (bias[id] === MASKED ? -Infinity : logit));
  const top = allowed.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = allowed.map((logit) => Math.exp(logit - top));
  const sum = weights.reduce((a, b) => a + b, 0);
  return Float32Array.from(weights, (weight) => weight / sum);
}
