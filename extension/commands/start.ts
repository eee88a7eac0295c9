/** The two commands that start a session: *Infill* and *Remask Selection*. Inside staged text they continue its session. */
import * as vscode from 'vscode';
import type { Span } from '../../engine/protocol/messages';
import { findMarkers } from '../ask/markers';
import { obstacleOf } from '../document/limits';
import { selectedSpans } from '../document/selectedSpans';
import { remaskSelection } from '../flow/again';
import { accept } from '../flow/decide';
import type { Asked, EditSession } from '../flow/editSession';
import { tellIfRunning } from '../flow/tellIfRunning';
import { emptySelection, noEditor, noMarkers } from '../messages/commands';
import { holeAround } from '../session/decisions';
import { isEmpty, overlaps } from '../session/spans';
import { isBeingWritten, isRunning } from '../session/state';
import type { CommandContext, Handler } from './context';

/** Every selection is a hole of its own, an empty one at its cursor; several are solved jointly. */
export function infill(context: CommandContext): Handler {
  return async () => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return context.notify(noEditor());
    await begin(context, editor.document, selectedSpans(editor), { strength: undefined });
  };
}

/** `strength`: instead of the setting's. */
export function remaskSelected(context: CommandContext, strength?: number): Handler {
  return async () => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return context.notify(noEditor());
    const spans = selectedSpans(editor).filter((span) => !isEmpty(span));
    if (spans.length === 0) return context.notify(emptySelection());
    const share = strength ?? context.settings(editor.document).remaskStrength;
    await begin(context, editor.document, spans, { strength: share });
  };
}

/** Every marker of the file is a hole; all of them are filled jointly. */
export function infillMarkers(context: CommandContext): Handler {
  return async () => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return context.notify(noEditor());
    const { document } = editor;
    const spans = findMarkers(document.getText(), context.settings(document).markers);
    if (spans.length === 0) return context.notify(noMarkers());
    await begin(context, document, spans, { strength: undefined });
  };
}

/** Starts a session, or goes on with the one whose staged text holds the spans. */
export async function begin(
  context: CommandContext,
  document: vscode.TextDocument,
  spans: readonly Span[],
  asked: Asked,
): Promise<void> {
  const inTheWay = new Set(spans.flatMap((span) => context.sessions.touching(document, span)));
  for (const session of inTheWay) {
    if (isBeingWritten(session.state)) return;
    if (tellIfRunning(session)) return;
    if (!holdsAll(session, spans)) continue;
    session.instruction = asked.instruction ?? session.instruction;
    return remaskSelection(session, spans);
  }
  for (const session of inTheWay) void makeRoom(session);
  // Open before anything is waited for: from here on the holes move with what the user types.
  const session = context.sessions.open(document, spans, asked);
  // A preview's document would be closed, and the run with it, as soon as the user looks at another file.
  if (vscode.window.activeTextEditor?.document === document)
    void vscode.commands.executeCommand('workbench.action.keepEditor');
  const obstacle = await obstacleOf(document);
  if (obstacle) {
    session.cancel();
    context.notify(obstacle);
  } else if (isRunning(session.state)) {
    void session.runs.start();
  }
}

/** True if the spans lie in the session's staged text; a cursor at its very border starts a new session beside it. */
function holdsAll({ state }: EditSession, spans: readonly Span[]): boolean {
  if (state.kind !== 'staged') return false;
  return spans.every((span) => {
    const hole = holeAround(state, span);
    return hole !== undefined && (overlaps(hole.span, span) || isStrictlyInside(hole.span, span.start));
  });
}

function isStrictlyInside(span: Span, offset: number): boolean {
  return span.start < offset && offset < span.end;
}

/** Starting anew across staged text keeps that text; across a draft that was never written, drops it. */
async function makeRoom(session: EditSession): Promise<void> {
  if (session.state.kind === 'staged') await accept(session);
  else session.setState({ kind: 'cancelled' });
}
