/** A session as those see it who write its draft: its state, its document, and the record of our edits. */
import type * as vscode from 'vscode';
import type { Snapshot } from '../session/history';
import type { SessionState } from '../session/state';
import type { Services } from './services';

export interface Undoable {
  readonly count: number;
  /** The document's version right after the last of them; at any other, something else lies on top. */
  readonly version: number;
}

export interface SessionShell {
  readonly id: string;
  readonly document: vscode.TextDocument;
  readonly services: Services;
  readonly state: SessionState;
  /** Stagings of this session, in order: what the user's own undo may come back to. */
  snapshots: readonly Snapshot[];
  /** Our edits on top of the undo stack; `undefined` once something else lies on or between them. */
  undoable: Undoable | undefined;
  /** Called with the change event of an edit that writes the draft: what the user types right after it comes later. */
  onWritten: (() => void) | undefined;
  setState(state: SessionState): void;
  /** Gives an open run up: the staged text it worked on comes back, or the session ends. */
  cancel(): void;
}
