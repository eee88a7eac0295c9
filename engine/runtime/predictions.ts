/**
 * Turns the outputs of a pass into predictions.
 */
import type { Prediction } from '../decode/canvasModel';
import { Output } from '../graph/signature';
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
