/**
 * What of the editor's undo stack is a session's own: how many undos take back exactly what it wrote, and which stagings the
 * user's own undo may come back to.
 */
import { remember, type Snapshot, snapshotOf } from '../session/history';
import type { Staged } from '../session/state';

interface OnTop {
  readonly count: number;
  /** The document's version right after the last of them; at any other, something else lies on top. */
  readonly version: number;
  /** The document's text then. An undo that leads to it has taken back all that lay on top. */
  readonly text: string;
  /** Something lies above our edits or between them that is no part of our text. */
  readonly isCovered?: true;
}

export interface RecordedDocument {
  readonly version: number;
  getText(): string;
}

export class UndoRecord {
  private top: OnTop | undefined;
  private stagings: readonly Snapshot[] = [];

  constructor(private readonly document: RecordedDocument) {}

  /** Our edits on top of the stack; `undefined` if that can no longer be said. */
  get onTop(): number | undefined {
    return this.top?.version === this.document.version ? this.top.count : undefined;
  }

  /** Stagings of the session, in order. */
  get snapshots(): readonly Snapshot[] {
    return this.stagings;
  }

  /** That many of our edits are on top now. */
  wrote(count: number | undefined): void {
    const { version } = this.document;
    this.top = count === undefined ? undefined : { count, version, text: this.document.getText() };
  }

  /** The same, where the last of them has led to a staging. */
  wroteStaging(staged: Staged, count: number | undefined): void {
    this.wrote(count);
    this.stagings = [...this.stagings, { staged, edits: count ?? 0 }];
  }

  /** A staging that was there before anything was written. */
  began(staged: Staged): void {
    this.stagings = [{ staged, edits: 0 }];
  }

  /** Something was decided about the text as it stands. */
  decided(staged: Staged): void {
    this.stagings = remember(this.stagings, staged);
  }

  /** The document has changed by another hand, the user's or another session's; `covers`: not within our text. */
  changed({ isUndo, covers }: { readonly isUndo: boolean; readonly covers: boolean }): void {
    if (!this.top) return;
    const isBack = this.document.getText() === this.top.text;
    if (isBack && isUndo) this.wrote(this.top.count);
    // The same text once more, further up: which of the two an undo comes to, nobody could tell.
    else if (isBack && this.top.isCovered) this.top = undefined;
    else if (covers) this.top = { ...this.top, isCovered: true };
  }

  /** The user's undo or redo has come to a text that so many of our edits lead to. */
  recalled(count: number): void {
    if (this.top && !this.top.isCovered) this.wrote(count);
  }

  /** A redo has brought this text back after an undo had taken back all of it. */
  redone(staged: Staged): void {
    const known = snapshotOf(staged, this.stagings);
    if (known) this.recalled(known.edits);
  }
}
