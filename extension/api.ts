/** What `activate` returns: snapshots to look at, nothing to change. For tests and for other extensions. */
import type { Event, TextDocument } from 'vscode';
import type { Span } from '../engine/protocol/messages';
import type { EngineState } from './engine/supervisor';
import type { Frame } from './render/frame';
import type { SessionState } from './session/state';

export interface SessionSnapshot {
  readonly id: string;
  readonly uri: string;
  readonly state: SessionState['kind'];
  /** Number of the last pass that came in. */
  readonly pass: number;
  /** The holes as they lie in the document now. */
  readonly holes: readonly { readonly span: Span; readonly text: string }[];
  /** The last draft of each hole. */
  readonly drafts: readonly string[];
  /** Cells of staged text, with what the heatmap shows of them. */
  readonly cells: readonly { readonly span: Span; readonly confidence: number; readonly mark: string }[];
}

export interface RemaskApi {
  readonly sessions: () => readonly SessionSnapshot[];
  /** Fires with every snapshot of a session, the last one included (settled, cancelled). */
  readonly onDidChangeSession: Event<SessionSnapshot>;
  readonly engine: () => EngineState;
  /** What the editor was last told to draw in a document. */
  readonly frame: (document: TextDocument) => Frame;
}
