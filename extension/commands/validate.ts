/** *Validate and Remask*: on staged text, or on any code, which is then reviewed like staged text. */
import * as vscode from 'vscode';
import type { Span } from '../../engine/protocol/messages';
import { spanOf, textIn } from '../document/reading';
import { obstacleOf } from '../document/limits';
import type { EditSession } from '../flow/editSession';
import { focusOf } from '../flow/focus';
import { requestProblem } from '../flow/requestProblem';
import { tellIfRunning } from '../flow/tellIfRunning';
import { noEditor, nothingToValidate, nothingWrong } from '../messages/commands';
import { isEmpty } from '../session/spans';
import { isOriginal, type Staged } from '../session/state';
import { cellsOf } from '../session/tokenScores';
import { review, settle } from '../session/transitions';
import type { CommandContext, Handler } from './context';

export function validate(context: CommandContext): Handler {
  return async (argument) => {
    const editor = vscode.window.activeTextEditor;
    const named = typeof argument === 'string' ? context.sessions.byId(argument) : undefined;
    if (named) return validateSession(context, named);
    if (!editor) return context.notify(noEditor());
    const focus = focusOf(context.sessions, editor);
    if (focus?.cursorInside) return validateSession(context, focus.session);
    await validateCode(context, editor);
  };
}

async function validateSession({ validations }: CommandContext, session: EditSession): Promise<void> {
  if (!tellIfRunning(session)) await validations.start(session);
}

/** Takes the selection, or the cursor's line, as it stands under review: every token of it may be remasked. */
async function validateCode(context: CommandContext, editor: vscode.TextEditor): Promise<void> {
  const { document } = editor;
  const obstacle = await obstacleOf(document);
  if (obstacle) return context.notify(obstacle);
  const span = spanToValidate(editor);
  if (isEmpty(span)) return context.notify(nothingToValidate());
  const staged = await reviewOf(context, document, span);
  if (!staged || context.sessions.touching(document, span).length > 0) return;
  const session = context.sessions.resume(document, staged);
  await context.validations.start(session);
  const clean = context.validations.verdictOf(session)?.problems?.length === 0;
  const { state } = session;
  if (state.kind !== 'staged' || !isOriginal(state)) return;
  // Nothing was written, so there is nothing to decide.
  session.setState(settle('accepted'));
  if (clean) context.notify(nothingWrong());
}

function spanToValidate({ document, selection }: vscode.TextEditor): Span {
  if (!selection.isEmpty) return spanOf(document, selection);
  const line = document.lineAt(selection.active.line);
  const start = document.offsetAt(line.range.start);
  return { start: start + line.firstNonWhitespaceCharacterIndex, end: start + line.text.trimEnd().length };
}

async function reviewOf(
  { engine, sync, notify }: CommandContext,
  document: vscode.TextDocument,
  span: Span,
): Promise<Staged | undefined> {
  try {
    const client = await engine.ready();
    sync.ensure(client, document);
    const { version, uri } = document;
    const scores = await client.score({ uri: uri.toString(), version, span }, new AbortController().signal);
    if (document.version !== version) return undefined;
    const text = textIn(document, span);
    return review([{ span, text, original: text, cells: cellsOf(scores) }]);
  } catch (error) {
    notify(requestProblem(error, engine.state));
    return undefined;
  }
}
