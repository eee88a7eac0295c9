/**
 * Whether the cursor is in a session, so that keys of ours mean that one. Our own edits move the cursor, and the editor tells
 * of the text first and of the cursor some milliseconds later: by what is known in between, a cursor at the end of a long
 * selection is far behind the short text that took its place. Pure but for its timer.
 */

/** As long as an editor may take to say where the cursor is now; it says nothing where that has not changed. */
const LATE_MS = 100;

export class CursorInSession<Session> {
  /** The one it was in last. */
  private inside: Session | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** `onLeft`: to ask again, since the cursor has left the session and nothing else happened. */
  constructor(private readonly onLeft: () => void) {}

  /** `isTold`: the editor has said just now where the cursor is. */
  isIn(focus: { session: Session; cursorInside: boolean } | undefined, isTold: boolean): boolean {
    const isLate = !isTold && focus !== undefined && !focus.cursorInside && focus.session === this.inside;
    if (isLate) {
      this.timer ??= setTimeout(() => this.leave(), LATE_MS);
      return true;
    }
    this.dispose();
    this.inside = focus?.cursorInside ? focus.session : undefined;
    return this.inside !== undefined;
  }

  private leave(): void {
    this.inside = undefined;
    this.onLeft();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
