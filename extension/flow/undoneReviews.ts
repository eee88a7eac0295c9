/**
 * Reviews that the user's own undo has ended. A redo right after it brings the text back, and the review with it: nothing
 * was decided by either.
 */
import type * as vscode from 'vscode';
import { textIn } from '../document/reading';
import type { Staged } from '../session/state';
import type { EditSession, SessionStart } from './editSession';
import type { Stagings } from './stagings';

export interface UndoneReview extends Pick<SessionStart, 'document' | 'asked'> {
  readonly state: Staged;
  readonly stagings: Stagings;
}

interface Remembered extends UndoneReview {
  /** The document's right after the undo. */
  readonly version: number;
}

export class UndoneReviews {
  private readonly last = new WeakMap<vscode.TextDocument, Remembered>();

  /** `state`: what stood there before the undo. */
  remember({ document, stagings, instruction }: EditSession, state: Staged): void {
    const asked = { strength: undefined, instruction };
    this.last.set(document, { document, stagings, state, asked, version: document.version });
  }

  /** What a redo has just brought back: nothing if the document changed in between, or another text came. */
  redone(document: vscode.TextDocument): UndoneReview | undefined {
    const review = this.last.get(document);
    if (review?.version !== document.version - 1) return undefined;
    return review.state.holes.every((hole) => textIn(document, hole.span) === hole.text) ? review : undefined;
  }
}
