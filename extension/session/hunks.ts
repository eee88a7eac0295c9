/**
 * Original against staged text in pieces that can be rejected one by one. The alignment is a word diff; a piece that the
 * diff calls changed is one hunk, so a selection maps to the hunks it touches and never cuts one.
 */
import { diffWordsWithSpace } from 'diff';
import type { ContentChange, Span } from '../../engine/protocol/messages';
import type { StagedHole } from './holes';
import { isEmpty, overlaps } from './spans';

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

/** The changed pieces that `selection` touches; a selection never cuts one. */
export function hunksIn(hole: StagedHole, selection: Span): readonly Hunk[] {
  return hunksOf(hole).filter(
    (hunk) => overlaps(hunk.span, selection) || (isEmpty(hunk.span) && isInside(selection, hunk.span.start)),
  );
}

/** The edits that bring back the originals of those pieces that are still there; sorted, disjoint. */
export function rejectionOf(holes: readonly StagedHole[], hunks: readonly Hunk[]): readonly ContentChange[] {
  const isIt = (a: Hunk, b: Hunk) =>
    a.span.start === b.span.start && a.span.end === b.span.end && a.original === b.original;
  return holes
    .flatMap(hunksOf)
    .filter((hunk) => hunks.some((each) => isIt(each, hunk)))
    .map(({ span, original }) => ({ span, text: original }));
}

function isInside(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}
