/** Which session a command without further words means: the one at the cursor, or the nearest in the active editor. */
import * as vscode from 'vscode';
import type { Span } from '../../engine/protocol/messages';
import { rangeOf, spanOf } from '../document/reading';
import { contains, isEmpty } from '../session/spans';
import { regionOf, stagedPart } from '../session/state';
import type { EditSession } from './editSession';
import type { Sessions } from './sessions';

export interface Focus {
  readonly session: EditSession;
  /** The cursor is on a line of the session's region. */
  readonly cursorInside: boolean;
  /** The selection, if it is not empty and lies in staged text. */
  readonly selection: Span | undefined;
}

export function focusOf(sessions: Sessions, editor = vscode.window.activeTextEditor): Focus | undefined {
  if (!editor) return undefined;
  const line = editor.selection.active.line;
  const byDistance = sessions
    .in(editor.document)
    .map((session) => ({ session, lines: distance(session, line) }))
    .sort((a, b) => a.lines - b.lines);
  const nearest = byDistance[0];
  if (!nearest) return undefined;
  return {
    session: nearest.session,
    cursorInside: nearest.lines === 0,
    selection: selectionIn(nearest.session, editor),
  };
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

function selectionIn(session: EditSession, editor: vscode.TextEditor): Span | undefined {
  const selection = spanOf(editor.document, editor.selection);
  const staged = stagedPart(session.state);
  if (!staged || isEmpty(selection)) return undefined;
  return staged.holes.some((hole) => contains(hole.span, selection)) ? selection : undefined;
}
