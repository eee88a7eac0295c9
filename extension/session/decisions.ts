/** What a user can say about staged text: accept a span, pin a span; and what the cells say: which are uncertain. */
import type { Span } from '../../engine/protocol/messages';
import type { CellMark, StagedCell, StagedHole } from './holes';
import { hunksOf } from './hunks';
import { contains, intersection, isEmpty, meets, normalise, overlaps, subtract, touches } from './spans';
import type { Staged } from './state';

/** Settles every cell that the span covers a part of; an empty span, where text was removed, the cells beside it. */
export function acceptSpan(staged: Staged, span: Span): Staged {
  const holes = staged.holes.map((hole) => ({ ...hole, cells: withAccepted(hole, span) }));
  return mark({ ...staged, holes }, span, () => 'accepted');
}

/** What the user has typed, and a place where nothing is left, have no cell that could tell of the decision: they get one. */
function withAccepted(hole: StagedHole, span: Span): readonly StagedCell[] {
  const added = hunksOf(hole)
    .filter((hunk) => meets(span, hunk.span) || meets(hunk.span, span))
    .filter((hunk) => !hole.cells.some((cell) => meets(cell.span, hunk.span)))
    .map((hunk) => ({ span: hunk.span, confidence: 1, alternatives: [], mark: 'accepted' as const }));
  return added.length === 0 ? hole.cells : [...hole.cells, ...added].sort((a, b) => a.span.start - b.span.start);
}

/** The part of a line that is staged text. */
export function stagedIn({ holes }: Staged, line: Span): Span | undefined {
  return partOf(
    holes.filter(({ span }) => touches(span, line)),
    line,
  );
}

/** The part of a selection that is staged text; what only begins or ends beside it is none, but where text was removed. */
export function selectedIn({ holes }: Staged, selection: Span): Span | undefined {
  return partOf(
    holes.filter(({ span }) => overlaps(span, selection) || (isEmpty(span) && contains(selection, span))),
    selection,
  );
}

function partOf(holes: readonly StagedHole[], span: Span): Span | undefined {
  const parts = holes.map((hole) => intersection(hole.span, span));
  const [first, last] = [parts[0], parts.at(-1)];
  return first && last && { start: first.start, end: last.end };
}

/** Of the open cells in the spans, the given share that the model was least sure of. Joined where they meet. */
export function leastLikely(staged: Staged, spans: readonly Span[], share: number): readonly Span[] {
  const open = staged.holes
    .flatMap((hole) => hole.cells)
    .filter((cell) => cell.mark === 'open' && spans.some((span) => overlaps(cell.span, span)))
    .sort((a, b) => a.confidence - b.confidence);
  return normalise(open.slice(0, Math.ceil(open.length * share)).map((cell) => cell.span));
}

/** The cell at an offset; between two, the one behind it. */
export function cellAt(holes: readonly StagedHole[], offset: number): StagedCell | undefined {
  return holes.flatMap((hole) => hole.cells).find(({ span }) => span.start <= offset && offset < span.end);
}

/** The span that comes after the offset (or before it), going round at the end. */
export function neighbour(spans: readonly Span[], offset: number, direction: 'next' | 'previous'): Span | undefined {
  if (direction === 'next') return spans.find(({ start }) => start > offset) ?? spans[0];
  return spans.findLast(({ start }) => start < offset) ?? spans.at(-1);
}

/** Pins every cell that the span touches; if all of them are pinned already, frees them. */
export function togglePins(staged: Staged, span: Span): Staged {
  const touched = staged.holes.flatMap((hole) => hole.cells).filter((cell) => overlaps(cell.span, span));
  const free = touched.length > 0 && touched.every((cell) => cell.mark === 'pinned');
  return mark(staged, span, () => (free ? 'open' : 'pinned'));
}

function mark(staged: Staged, span: Span, to: (cell: StagedCell) => CellMark): Staged {
  const marked = (cell: StagedCell) => (meets(cell.span, span) ? { ...cell, mark: to(cell) } : cell);
  return { ...staged, holes: staged.holes.map((hole) => ({ ...hole, cells: hole.cells.map(marked) })) };
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

/** The staged hole that a span lies in, borders included. */
export function holeAround(staged: Staged, span: Span): StagedHole | undefined {
  return staged.holes.find((hole) => contains(hole.span, span));
}
