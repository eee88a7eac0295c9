/** A session as those see it who write its draft: its state, its document, and the record of our edits. */
import type * as vscode from 'vscode';
import type { SessionState } from '../session/state';
import type { Services } from './services';
import type { UndoRecord } from './undoRecord';

export interface SessionShell {
  readonly id: string;
  readonly document: vscode.TextDocument;
  readonly services: Services;
  readonly state: SessionState;
  readonly undo: UndoRecord;
  setState(state: SessionState): void;
  /** Gives an open run up: the staged text it worked on comes back, or the session ends. */
  cancel(): void;
}
