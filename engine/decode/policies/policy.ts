/**
 * What a policy sees and answers. A policy decides which open cells of one block are committed after a pass; it neither
 * picks tokens nor changes cells.
 */

/** An open cell after a forward pass. */
export interface Candidate {
  /** Index into the block's cells. */
  readonly index: number;
  readonly id: number;
  /** The model's probability of `id`. */
  readonly confidence: number;
  /** Entropy of the cell's whole distribution, in nats. */
  readonly entropy: number;
}

export interface Progress {
  /** Passes that this block may still use, the present one included; at least 1. */
  readonly passesLeft: number;
  /** The block's budget of passes. */
  readonly passes: number;
  /** Open cells that the block began with. */
  readonly opened: number;
}

/** Returns the cells to commit, best first, at least one. The loop commits everything left on the last pass. */
export type Policy = (candidates: readonly Candidate[], progress: Progress) => readonly Candidate[];

/** Most confident first; ties go to the left, so that a run does not depend on sorting details. */
export function byConfidence(candidates: readonly Candidate[]): Candidate[] {
  return [...candidates].sort((a, b) => b.confidence - a.confidence || a.index - b.index);
}

/** How many cells must be committed now so that the passes left suffice at an even pace. */
export function quota(open: number, passesLeft: number): number {
  return Math.max(1, Math.ceil(open / Math.max(1, passesLeft)));
}
