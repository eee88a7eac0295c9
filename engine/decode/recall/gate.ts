/**
 * How much a document's own repetitions count beside the model: fitted on held-out text by
 * `training/remask_training/recall.py`. The better places agree, and the less sure the model is, the more.
 */
import type { Recall } from './recall';

/** Of a logistic function; the names are those of `Recall`. Fitted weights of a model stand in its remask.json. */
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

/** The share of the document in the mixture, 0 to 1. */
export function gateOf(gate: RecallGate, found: Recall, top: number): number {
  const sum =
    gate.bias +
    gate.order * found.order +
    (found.isBetween ? gate.isBetween : 0) +
    gate.share * Math.max(...found.shares.values()) +
    gate.places * Math.log(found.places) +
    gate.distance * Math.log(found.distance) +
    gate.top * top;
  return 1 / (1 + Math.exp(-sum));
}
