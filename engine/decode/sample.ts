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
 * Draws with probability proportional to p^(1/temperature) over `ids` (a softmax of logits divided by the temperature,
 * cut to the top candidates). Uses exactly one random number if the temperature is above 0, none otherwise.
 */
export function propose({ ids, probabilities }: Prediction, temperature: number, random: Random): Proposal {
  const at = temperature > 0 ? draw(probabilities, temperature, random()) : 0;
  return { id: ids[at] ?? 0, confidence: probabilities[at] ?? 0 };
}

function draw(probabilities: readonly number[], temperature: number, point: number): number {
  const top = probabilities[0] ?? 0;
  if (top <= 0) return 0;
  const weights = probabilities.map((p) => (p / top) ** (1 / temperature));
  let left = point * weights.reduce((a, b) => a + b, 0);
  for (const [index, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return index;
  }
  return 0;
}
