/** A session as those see it who run it and write its draft: its state, its document, and what is known of both. */
import type * as vscode from 'vscode';
import type { Syntax } from '../../engine/protocol/messages';
import type { SessionState } from '../session/state';
import type { GhostTexts } from './ghostTexts';
import type { Services } from './services';
import type { Stagings } from './stagings';

export interface SessionShell {
  readonly id: string;
  readonly document: vscode.TextDocument;
  readonly services: Services;
  readonly state: SessionState;
  readonly stagings: Stagings;
  readonly ghost: GhostTexts;
  /** How the last run came to its text; `undefined` once the user has changed it, or if nobody checked. */
  syntax: Syntax | undefined;
  /** What the model is told in words; every run of the session carries it, whatever else changes from run to run. */
  instruction: string | undefined;
  setState(state: SessionState): void;
  /** Gives an open run up: the staged text it worked on comes back, or the session ends. */
  cancel(): void;
}
