/**
 * Which token a row proposes: the likeliest at temperature 0, else a draw among the top candidates. The confidence is
 * always the model's own probability of that token, whatever the temperature.
 */
import type { Prediction } from './canvasModel';
import type { Random } from './random';

export interface Proposal {
  readonly id: number;
  readonly confidence: number;
}

/**
 * Draws with probability proportional to p^(1/temperature) over the whole distribution if there is one, else over `ids`
 * (a softmax of logits divided by the temperature, cut to the top candidates). Uses exactly one random number if the
 * temperature is above 0, none otherwise.
 */
export function propose(prediction: Prediction, temperature: number, random: Random): Proposal {
  const { ids, probabilities, distribution } = prediction;
  if (temperature <= 0) return { id: ids[0] ?? 0, confidence: probabilities[0] ?? 0 };
  if (distribution) {
    const id = drawFrom(sharpen(distribution, temperature), random());
    return { id, confidence: distribution[id] ?? 0 };
  }
  const at = drawFrom(sharpen(probabilities, temperature), random());
  return { id: ids[at] ?? 0, confidence: probabilities[at] ?? 0 };
}

/** Weights proportional to p^(1/temperature); the largest is 1. */
export function sharpen(probabilities: ArrayLike<number>, temperature: number): Float64Array {
  let top = 0;
  for (let i = 0; i < probabilities.length; i++) top = Math.max(top, probabilities[i] ?? 0);
  return Float64Array.from(probabilities, (p) => (top > 0 ? (p / top) ** (1 / temperature) : 0));
}

/** The index at which the running sum of `weights` passes `point`, in [0, 1), of their total; 0 if there is none. */
export function drawFrom(weights: Float64Array, point: number): number {
  let left = point * weights.reduce((a, b) => a + b, 0);
  for (const [index, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return index;
  }
  return 0;
}
