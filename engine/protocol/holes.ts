/** A hole on its way: what is asked of it, and what it holds after a pass. */
import type { Span } from './span';

/**
 * What a cell of the canvas holds after a pass.
 * - `masked`: still open; `text` is empty.
 * - `tentative`: the model's present best guess for an open cell, shown but not decided.
 * - `committed`: decided by the schedule.
 * - `pinned`: given by the user or kept from the text; never changed by a pass.
 */
export type CellState = 'masked' | 'tentative' | 'committed' | 'pinned';

export interface Cell {
  readonly text: string;
  readonly state: CellState;
  /** Probability of `text` in [0, 1] when the cell was last predicted; 1 for pinned cells, 0 for masked ones. */
  readonly confidence: number;
}

/** One hole after one pass: its cells in order, and their texts joined. */
export interface HoleDraft {
  readonly text: string;
  readonly cells: readonly Cell[];
}

/** A stretch that a hole starts with: a text that stays, or so many open cells. */
export type StartCells = { readonly text: string } | { readonly open: number };

/** A region to denoise. Everything inside is masked except the pinned spans; everything outside stays as it is. */
export interface HoleRequest {
  readonly span: Span;
  /** Spans of the document inside `span` whose text stays. Sorted, disjoint. */
  readonly pins?: readonly Span[];
  /** Tokens to start with for the open part, or `auto`: the length is learned from the context. */
  readonly length?: number | 'auto';
  /** Starts from these, in order, instead of the document's own text, `pins` and `length`: to go on from an earlier pass. */
  readonly cells?: readonly StartCells[];
  /** The hole keeps the number of cells that it starts with. */
  readonly keepsLength?: boolean;
  /**
   * `brackets`: brackets and quotes of the hole are balanced, as the text around asks. `json`: the span is JSON and stays
   * well-formed; only the insides of string values and the digits of numbers change.
   */
  readonly keeps?: 'brackets' | 'json';
  /**
   * Texts that a person has seen here and wants another than: no parallel place proposes them again, the next one does.
   * The same goes for what stands in the span.
   */
  readonly shownTexts?: readonly string[];
  /** Earlier texts of this hole: at equal cell count, token k of such a text may not be cell k again. */
  readonly bannedTexts?: readonly string[];
}

/** A token that the model could have put in a cell. */
export interface Alternative {
  readonly text: string;
  readonly probability: number;
}

export interface ResultCell extends Cell {
  /** Runners-up at the pass that decided the cell, likeliest first. */
  readonly alternatives: readonly Alternative[];
  /** The place whose text has this token where the cell is; absent if no place proposed it. */
  readonly parallel?: ParallelPlace;
}

/** A text that a hole was filled after: what stands between the same words elsewhere, up to a renaming. */
export interface ParallelPlace {
  /** Of another file of the project; absent if it is in the document itself. */
  readonly path?: string;
  /** 0-based, where the text begins: in the file, or in the document when the run started, its other holes being empty. */
  readonly line: number;
  /** As it stands there, with LF. */
  readonly text: string;
}
