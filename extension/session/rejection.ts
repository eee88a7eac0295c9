/** What *Reject* takes back of staged text, as long as it is not accepted: all of it, or one changed piece. */
import type { ContentChange, Span } from '../../engine/protocol/messages';
import { applyEdits } from './edits';
import type { StagedHole } from './holes';
import { type Hunk, hunksOf, markedIn, withLineBreak } from './hunks';
import { contains, meets, normalise, shift, subtract, touches } from './spans';
import type { Staged } from './state';

/**
 * The changed pieces that are not accepted: what *Reject* takes back. Of a piece that is accepted in part, the rest goes,
 * without what stood there before but for what the run kept of that; white space alone is nothing to decide.
 */
function undecidedHunks(hole: StagedHole, lead = ''): readonly Hunk[] {
  return hunksOf(hole).flatMap((hunk) => {
    const covered = hole.cells.filter((cell) => meets(cell.span, hunk.span));
    if (covered.length > 0 && covered.every((cell) => cell.mark === 'accepted')) return [];
    if (markedIn(hole, hunk, ['accepted']).length === 0) return [hunk];
    const hasInk = ({ start, end }: Span) =>
      hole.text.slice(start - hole.span.start, end - hole.span.start).trim() !== '';
    const rest = subtract(hunk.span, markedIn(hole, hunk, ['accepted', 'kept'])).filter(hasInk);
    const lines = rest.map((span) => withLineBreak({ hole, lead }, hunk.span, span));
    return normalise(lines).map((span) => ({ span, original: '' }));
  });
}

/** What stands before a hole in its line. */
export type LeadOf = (hole: StagedHole) => string;

/** The edits that bring back the original of everything that was not accepted. */
export function rejectionOfRest(staged: Staged, leadOf?: LeadOf): readonly ContentChange[] {
  return staged.holes.flatMap((hole) => {
    // A word diff is only needed to leave accepted pieces alone; without any, the original simply comes back.
    if (hole.cells.every((cell) => cell.mark !== 'accepted')) {
      return hole.text === hole.original ? [] : [{ span: hole.span, text: hole.original }];
    }
    return undecidedHunks(hole, leadOf?.(hole)).map(({ span, original }) => ({ span, text: original }));
  });
}

/** The changed piece at an offset, or the nearest one that touches `line`. */
export function hunkNear(staged: Staged, offset: number, line: Span, leadOf?: LeadOf): Hunk | undefined {
  const distance = ({ span }: Hunk) => Math.max(span.start - offset, offset - span.end, 0);
  return staged.holes
    .flatMap((hole) => undecidedHunks(hole, leadOf?.(hole)))
    .filter((hunk) => touches(hunk.span, line))
    .sort((a, b) => distance(a) - distance(b))[0];
}

/** True when no changed piece waits for a decision any more: the session is over. */
export function isAllAccepted(staged: Staged): boolean {
  return staged.holes.every((hole) => undecidedHunks(hole).length === 0);
}

/** True if nothing of the staged text is left after these edits. */
export function leavesOriginal({ holes }: Staged, edits: readonly ContentChange[]): boolean {
  return holes.every(({ span, text, original }) => {
    const own = edits.filter((edit) => contains(span, edit.span));
    const inHole = own.map((edit) => ({ ...edit, span: shift(edit.span, -span.start) }));
    return applyEdits(text, inHole) === original;
  });
}
