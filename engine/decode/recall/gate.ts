/**
 * How much repetitions count beside the model, those of the document and those of the project's other files: fitted on
 * held-out text by `training/remask_training/gates.py`. The better places agree, and the less sure the model is, the more.
 */
import type { Recall } from './best';

/** Of a linear function; the names are those of `Recall`. Fitted weights of a model stand in its remask.json. */
export interface RecallGate {
  readonly bias: number;
  /** Per neighbour that agrees. */
  readonly order: number;
  readonly isBetween: number;
  /** Of the largest share. */
  readonly share: number;
  /** Of the natural logarithm of the number of places. */
  readonly places: number;
  /** Of the natural logarithm of the distance. */
  readonly distance: number;
  /** Of the model's own largest probability. */
  readonly top: number;
}

/** How loudly a source speaks; the model itself speaks with 0. */
export function loudness(gate: RecallGate, found: Recall, top: number): number {
  return (
    gate.bias +
    gate.order * found.order +
    (found.isBetween ? gate.isBetween : 0) +
    gate.share * Math.max(...found.shares.values()) +
    gate.places * Math.log(found.places) +
    gate.distance * Math.log(found.distance) +
    gate.top * top
  );
}

/** The share of each source in the mixture, 0 to 1; the rest is the model's. With one source a logistic function. */
export function sharesOf(louds: readonly number[]): readonly number[] {
  const most = Math.max(0, ...louds);
  const parts = louds.map((loud) => Math.exp(loud - most));
  const sum = parts.reduce((a, b) => a + b, Math.exp(-most));
  return parts.map((part) => part / sum);
}
