/**
 * The regions a session works on: an open hole while it is denoised, a staged hole once its draft is in the document.
 * All offsets are UTF-16 units into the document as it is now; `rebase.ts` keeps them so.
 */
import type { Alternative, ParallelPlace, Span } from '../../engine/protocol/messages';

/** A hole of a run. Its text is still the document's own; only the overlay shows a draft. */
export interface OpenHole {
  readonly span: Span;
  /** Spans inside `span` whose text stays: pinned by the user, or typed during the run. Sorted, disjoint. */
  readonly pins: readonly Span[];
  /** The document's text in `span`. Tracked apart from the document, so that a lost track shows before an edit. */
  readonly text: string;
  /** What the run starts with instead of `text` and `pins`. Typing inside the hole puts an end to it. */
  readonly start?: readonly StartCell[];
  /** The run may not change the number of cells. */
  readonly keepsLength?: boolean;
}

/**
 * What the user has said about a cell of staged text.
 * - `open`: nothing yet; the heatmap shows its confidence.
 * - `kept`: text that was there already and that a partial run left alone; no heat, and *Reject* takes it for the original's.
 * - `accepted`: settled; no heat, and *Reject* leaves it.
 * - `pinned`: stays whatever is denoised next.
 */
export type CellMark = 'open' | 'kept' | 'accepted' | 'pinned';

export interface StagedCell {
  readonly span: Span;
  /** Probability in [0, 1] when the cell was last predicted. */
  readonly confidence: number;
  readonly alternatives: readonly Alternative[];
  readonly mark: CellMark;
  /** The place elsewhere that proposed it. */
  readonly parallel?: ParallelPlace;
}

/** A hole whose draft stands in the document, not yet decided. */
export interface StagedHole {
  readonly span: Span;
  /** The document's text in `span`, tracked as in {@link OpenHole}. */
  readonly text: string;
  /** What stood there before staging: what *Reject* brings back. */
  readonly original: string;
  /** Sorted, disjoint, inside `span`. Text that the user typed belongs to no cell. */
  readonly cells: readonly StagedCell[];
}

/** A cell that a run keeps, with all that is known of it: the engine gives it back as mere pinned text. */
export interface KeptCell {
  readonly text: string;
  readonly confidence: number;
  readonly alternatives: readonly Alternative[];
  readonly mark: CellMark;
  readonly parallel?: ParallelPlace;
}

/** What a hole starts with: cells to keep and numbers of cells to open. */
export type StartCell = KeptCell | { readonly open: number };
