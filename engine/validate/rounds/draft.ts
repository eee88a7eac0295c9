/** What validate-and-remask works on: a whole text, the holes in it that may change, and how sure each token is. */
import type { Alternative, Problem, Span } from '../../protocol/messages';

export interface DraftCell {
  readonly span: Span;
  /** Probability in [0, 1]. */
  readonly confidence: number;
  readonly alternatives: readonly Alternative[];
  /** Stays whatever is remasked: the user has decided about it. */
  readonly pinned: boolean;
}

export interface DraftHole {
  readonly span: Span;
  /** Sorted, disjoint, inside `span`. Text that no cell covers stays. */
  readonly cells: readonly DraftCell[];
}

export interface Draft {
  readonly text: string;
  /** Sorted, disjoint. */
  readonly holes: readonly DraftHole[];
}

/** A draft that has been judged. */
export interface Judged {
  readonly draft: Draft;
  readonly problems: readonly Problem[];
}

/** Mean log probability of the tokens that the model chose; 0 if it chose none. */
export function likelihood({ holes }: Draft): number {
  const chosen = holes.flatMap(({ cells }) => cells.filter((cell) => !cell.pinned));
  if (chosen.length === 0) return 0;
  return chosen.reduce((sum, { confidence }) => sum + logOf(confidence), 0) / chosen.length;
}

/** True if `a` is to be kept rather than `b`: fewer problems, and among equals the likelier text. */
export function isBetter(a: Judged, b: Judged): boolean {
  if (a.problems.length !== b.problems.length) return a.problems.length < b.problems.length;
  return likelihood(a.draft) > likelihood(b.draft);
}

/** Finite also for a probability of 0. */
export function logOf(probability: number): number {
  return Math.log(Math.max(probability, 1e-9));
}
