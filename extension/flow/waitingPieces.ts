/**
 * Changed pieces that somebody has asked to take back, until it is their turn: each decision waits for the one before it, and
 * the document moves meanwhile.
 */
import type { ContentChange } from '../../engine/protocol/messages';
import type { Hunk } from '../session/hunks';
import { growthOf, placeOf } from '../session/rebase';
import { isEmpty, shift, touches } from '../session/spans';

export class WaitingPieces {
  private readonly waiting = new Set<{ pieces: readonly Hunk[] }>();

  /** The function it gives back ends the wait, and returns where they are by then; what a change has touched is left out. */
  add(pieces: readonly Hunk[]): () => readonly Hunk[] {
    const asked = { pieces };
    this.waiting.add(asked);
    return () => {
      this.waiting.delete(asked);
      return asked.pieces;
    };
  }

  documentChanged(changes: readonly ContentChange[]): void {
    for (const asked of this.waiting) {
      for (const change of changes) asked.pieces = asked.pieces.flatMap((piece) => after(piece, change));
    }
  }
}

function after(piece: Hunk, change: ContentChange): readonly Hunk[] {
  const place = placeOf(piece.span, change);
  // Where text was only removed, it may just have been brought back.
  const isTouched = isEmpty(piece.span) ? touches(piece.span, change.span) : place === 'inside' || place === 'across';
  if (isTouched) return [];
  return [place === 'before' ? { ...piece, span: shift(piece.span, growthOf(change)) } : piece];
}
