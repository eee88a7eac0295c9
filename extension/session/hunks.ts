/**
 * Original against staged text in pieces that can be rejected one by one. The alignment is a word diff; a piece that the
 * diff calls changed is one hunk. A selection never cuts one that replaces something; added text goes in any part.
 */
import { diffWordsWithSpace } from 'diff';
import type { Span } from '../../engine/protocol/messages';
import type { CellMark, StagedHole } from './holes';
import { intersection, isEmpty, meets, normalise, overlaps } from './spans';

export interface Hunk {
  /** Where the new text stands in the document; empty where text was only removed. */
  readonly span: Span;
  readonly original: string;
}

export function hunksOf(hole: StagedHole): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let at = hole.span.start;
  let open: { start: number; original: string } | undefined;
  const close = () => {
    if (open) hunks.push({ span: { start: open.start, end: at }, original: open.original });
    open = undefined;
  };
  for (const part of diffWordsWithSpace(hole.original, hole.text)) {
    if (!part.added && !part.removed) close();
    else open ??= { start: at, original: '' };
    if (part.removed && open) open.original += part.value;
    else at += part.value.length;
  }
  close();
  return hunks;
}

/**
 * What rejecting `selection` takes back: the changed pieces that it touches, and of added text only what is selected. `lead`:
 * what stands before the hole in its line.
 */
export function hunksIn(hole: StagedHole, selection: Span, lead = ''): readonly Hunk[] {
  return hunksOf(hole).flatMap((hunk) => {
    const isAdded = isAddedIn(hole, hunk);
    const isMeant = meets(selection, hunk.span) || (isAdded && isLineOf(hunk, selection));
    return isMeant ? [isAdded ? cut({ hole, lead }, hunk, selection) : hunk] : [];
  });
}

/** True for an empty line that was added. */
function isLineOf({ span }: Hunk, selection: Span): boolean {
  return isEmpty(selection) && span.start <= selection.start && selection.start < span.end;
}

/** Cells of a piece that have one of these marks, joined where they meet. */
export function markedIn(hole: StagedHole, { span }: Hunk, marks: readonly CellMark[]): readonly Span[] {
  const found = hole.cells.filter((cell) => marks.includes(cell.mark) && overlaps(cell.span, span));
  return normalise(found.map((cell) => cell.span));
}

/** Nothing stood there; or a part of it is accepted, and what stood there went with that. */
function isAddedIn(hole: StagedHole, hunk: Hunk): boolean {
  return hunk.original === '' || markedIn(hole, hunk, ['accepted']).length > 0;
}

function cut(place: Place, hunk: Hunk, selection: Span): Hunk {
  const span = withLineBreak(place, hunk.span, intersection(hunk.span, selection));
  return span.start === hunk.span.start && span.end === hunk.span.end ? hunk : { span, original: '' };
}

/** A hole, and what stands before it in its line. */
export interface Place {
  readonly hole: StagedHole;
  readonly lead: string;
}

/** Whole lines go with one of their line breaks, if one was added with them. */
export function withLineBreak({ hole, lead }: Place, within: Span, part: Span): Span {
  const text = (from: number, to: number) => hole.text.slice(from - hole.span.start, to - hole.span.start);
  const before = /\r?\n$/.exec(text(within.start, part.start))?.[0];
  const after = /^\r?\n/.exec(text(part.end, within.end))?.[0];
  const indent = /[^\n]*$/.exec(lead + text(hole.span.start, part.start))?.[0] ?? '';
  const isFirst = part.start === within.start && indent.trim() === '';
  const isWhole = (before || isFirst) && (after || part.end === within.end);
  if (!isWhole) return part;
  if (!after) return { start: part.start - (before?.length ?? 0), end: part.end };
  // What indents the first line stays, and is the next line's.
  const end = part.end + after.length;
  return { start: part.start, end: text(end, within.end).startsWith(indent) ? end + indent.length : end };
}
