/** What a user can say about staged text: accept a span, pin a span; and what the cells say: which are uncertain. */
import type { Span } from '../../engine/protocol/messages';
import type { CellMark, StagedCell, StagedHole } from './holes';
import { contains, normalise, overlaps, subtract } from './spans';
import type { Staged } from './state';

/** Settles every cell that the span touches. */
export function acceptSpan(staged: Staged, span: Span): Staged {
  return mark(staged, span, () => 'accepted');
}

/** Pins every cell that the span touches; if all of them are pinned already, frees them. */
export function togglePins(staged: Staged, span: Span): Staged {
  const touched = staged.holes.flatMap((hole) => hole.cells).filter((cell) => overlaps(cell.span, span));
  const free = touched.length > 0 && touched.every((cell) => cell.mark === 'pinned');
  return mark(staged, span, () => (free ? 'open' : 'pinned'));
}

function mark(staged: Staged, span: Span, to: (cell: StagedCell) => CellMark): Staged {
  const marked = (cell: StagedCell) => (overlaps(cell.span, span) ? { ...cell, mark: to(cell) } : cell);
  return { ...staged, holes: staged.holes.map((hole) => ({ ...hole, cells: hole.cells.map(marked) })) };
}

/** True when no cell waits for a decision any more: the session is over. */
export function isAllAccepted(staged: Staged): boolean {
  return staged.holes.every((hole) => hole.cells.every((cell) => cell.mark === 'accepted'));
}

/** The uncertain cells, joined where they meet: the holes of *Remask Uncertain*. */
export function uncertainSpans(staged: Staged, below: number): readonly Span[] {
  return normalise(uncertainCells(staged, below).map((cell) => cell.span));
}

export function uncertainCells(staged: Staged, below: number): readonly StagedCell[] {
  return staged.holes.flatMap((hole) => hole.cells).filter((cell) => cell.mark === 'open' && cell.confidence < below);
}

export function pinsIn(staged: Staged, span: Span): readonly Span[] {
  const pinned = staged.holes.flatMap((hole) => hole.cells).filter((cell) => cell.mark === 'pinned');
  return normalise(pinned.filter((cell) => overlaps(cell.span, span)).map((cell) => intersection(cell.span, span)));
}

/** All of a span that no open cell covers: pinned and accepted text, and what the user typed. A retry keeps it. */
export function keptIn(staged: Staged, span: Span): readonly Span[] {
  const open = staged.holes.flatMap((hole) => hole.cells).filter((cell) => cell.mark === 'open');
  return subtract(span, normalise(open.map((cell) => cell.span)));
}

function intersection(a: Span, b: Span): Span {
  return { start: Math.max(a.start, b.start), end: Math.min(a.end, b.end) };
}

/** The staged hole that a span lies in, borders included. */
export function holeAround(staged: Staged, span: Span): StagedHole | undefined {
  return staged.holes.find((hole) => contains(hole.span, span));
}
