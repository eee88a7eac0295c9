/** Which session a command without further words means: the one that is selected from or at the cursor, or the nearest. */
import * as vscode from 'vscode';
import type { Span } from '../../engine/protocol/messages';
import { rangeOf, spanOf } from '../document/reading';
import { selectedIn } from '../session/decisions';
import { isEmpty } from '../session/spans';
import { regionOf, stagedPart } from '../session/state';
import type { EditSession } from './editSession';
import type { Sessions } from './sessions';

export interface Focus {
  readonly session: EditSession;
  /** The cursor is on a line of the session's region, or a part of that is selected. */
  readonly cursorInside: boolean;
  /** What of the selection is staged text, if there is any. */
  readonly selection: Span | undefined;
}

export function focusOf(sessions: Sessions, editor = vscode.window.activeTextEditor): Focus | undefined {
  if (!editor) return undefined;
  const line = editor.selection.active.line;
  const selected = spanOf(editor.document, editor.selection);
  const [nearest] = sessions
    .in(editor.document)
    .map((session) => ({ session, lines: distance(session, line), selection: partOf(session, selected) }))
    .sort((a, b) => Number(!a.selection) - Number(!b.selection) || a.lines - b.lines);
  if (!nearest) return undefined;
  const { session, lines, selection } = nearest;
  return { session, cursorInside: lines === 0 || selection !== undefined, selection };
}

/** The nearest session in the active editor, else the only one there is. */
export function sessionAtHand(sessions: Sessions): EditSession | undefined {
  return focusOf(sessions)?.session ?? (sessions.all.length === 1 ? sessions.all[0] : undefined);
}

/** Lines between the cursor and the session's region; 0 inside. */
function distance(session: EditSession, line: number): number {
  const ranges = regionOf(session.state).map((span) => rangeOf(session.document, span));
  return Math.min(...ranges.map(({ start, end }) => Math.max(start.line - line, line - end.line, 0)));
}

function partOf({ state }: EditSession, selected: Span): Span | undefined {
  const staged = stagedPart(state);
  return staged && !isEmpty(selected) ? selectedIn(staged, selected) : undefined;
}
