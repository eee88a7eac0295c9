/** Decisions about the place where the cursor is: its changed piece, its line, its token. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Span } from '../../engine/protocol/messages';
import { leadOf, lineEndingOf, spanOf, textIn } from '../document/reading';
import type { EditSession } from '../flow/editSession';
import { chooseAlternative, resize } from '../flow/reshape';
import { acceptSelection } from '../flow/settlePart';
import { noAlternatives, noHunk, selectionOutside } from '../messages/commands';
import { readOnly } from '../messages/drafts';
import type { ChosenAlternative } from '../render/hover';
import { percent, shownAmong, shownToken } from '../render/tokenText';
import { cellAt, stagedIn } from '../session/decisions';
import type { Hunk } from '../session/hunks';
import { withLineEnding } from '../session/lineEndings';
import { hunkNear } from '../session/rejection';
import { type CommandContext, type Handler, onSession } from './context';

/** Where a command acts: the selection or the cursor of the active editor. */
function selectionSpan(session: EditSession): Span {
  const editor = vscode.window.activeTextEditor;
  if (!editor || editor.document !== session.document) return { start: 0, end: 0 };
  return spanOf(editor.document, editor.selection);
}

function lineSpan(session: EditSession, offset: number): Span {
  return spanOf(session.document, session.document.lineAt(session.document.positionAt(offset).line).range);
}

function hunkHere(session: EditSession): Hunk | undefined {
  const { state, document } = session;
  const { end } = selectionSpan(session);
  if (state.kind !== 'staged') return undefined;
  return hunkNear(state, end, lineSpan(session, end), ({ span }) => leadOf(document, span.start));
}

type OnHunk = (session: EditSession, hunk: Hunk) => Promise<void> | void;

export function onHunk(context: CommandContext, act: OnHunk): Handler {
  return onSession(context, (session) => {
    const hunk = hunkHere(session);
    return hunk ? act(session, hunk) : context.notify(noHunk());
  });
}

export const acceptHunk: OnHunk = (session, hunk) => acceptSelection(session, hunk.span);

/** The staged part of the cursor's line, or of all lines of the selection. */
export function onLine(
  context: CommandContext,
  act: (session: EditSession, span: Span) => Promise<void> | void,
): Handler {
  return onSession(context, (session) => {
    const { state } = session;
    const { start, end } = selectionSpan(session);
    // Of a line that a selection only reaches, nothing is selected.
    const last = Math.max(start, end - 1);
    const lines = { start: lineSpan(session, start).start, end: lineSpan(session, last).end };
    const span = state.kind === 'staged' ? stagedIn(state, lines) : undefined;
    return span ? act(session, span) : context.notify(selectionOutside());
  });
}

export function resizeHere(context: CommandContext, direction: 1 | -1): Handler {
  return onSession(context, (session) => resize(session, selectionSpan(session), direction));
}

/** From the hover, with the choice made; by key or palette, for the token at the cursor, with a list to choose from. */
export function alternative(context: CommandContext): Handler {
  return async (argument) => {
    const chosen = isChosen(argument) ? argument : await pickAlternative(context);
    if (!chosen) return;
    const session = chosen.session === undefined ? undefined : context.sessions.byId(chosen.session);
    if (session) await chooseAlternative(session, chosen.span, chosen.text);
    else if (chosen.session === undefined) await replaceToken(context, chosen);
  };
}

async function pickAlternative(context: CommandContext): Promise<ChosenAlternative | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  const token = document && tokenAtCursor(context, document);
  if (!document || !token || token.cell.alternatives.length === 0) {
    context.notify(noAlternatives());
    return undefined;
  }
  const { cell, session } = token;
  const texts = cell.alternatives.map(({ text }) => text);
  const items = cell.alternatives.map(({ text, probability }) => {
    const detail = shownToken(lineWith(document, cell.span, text).trim());
    return { label: shownAmong(text, texts), description: percent(probability), detail, text };
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: l10n.t('Instead of {0}', shownToken(textIn(document, cell.span))),
    placeHolder: session
      ? l10n.t('The choice is pinned, and the rest is denoised again around it')
      : l10n.t('The choice is written in its place'),
  });
  return picked && { uri: document.uri.toString(), ...(session && { session }), span: cell.span, text: picked.text };
}

/** A token is often a piece of a word: the line says what would stand there. */
function lineWith(document: vscode.TextDocument, { start, end }: Span, text: string): string {
  const [from, to] = [document.positionAt(start), document.positionAt(end)];
  const before = document.lineAt(from.line).text.slice(0, from.character);
  return before + text + document.lineAt(to.line).text.slice(to.character);
}

function tokenAtCursor(context: CommandContext, document: vscode.TextDocument) {
  const offset = document.offsetAt(vscode.window.activeTextEditor?.selection.start ?? new vscode.Position(0, 0));
  for (const { id, state } of context.sessions.in(document)) {
    const cell = state.kind === 'staged' ? cellAt(state.holes, offset) : undefined;
    if (cell) return { cell, session: id };
  }
  const cell = context.scores.cellsOf(document).find(({ span }) => span.start <= offset && offset < span.end);
  return cell && { cell, session: undefined };
}

/** In ordinary code: one edit of the user's, which the language's own tools see at once. */
async function replaceToken(context: CommandContext, { uri, span, text }: ChosenAlternative): Promise<void> {
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri);
  if (!document) return;
  const edit = { span, text: withLineEnding([text], lineEndingOf(document)).join('') };
  const outcome = await context.binding.exclusively(document, async () =>
    isScored(context, document, span) ? context.binding.write(document, [edit], { owner: edit }) : undefined,
  );
  if (outcome === 'refused') context.notify(readOnly(vscode.workspace.asRelativePath(document.uri)));
}

/** False once the token has been replaced or has moved. */
function isScored({ scores }: CommandContext, document: vscode.TextDocument, { start, end }: Span): boolean {
  return scores.cellsOf(document).some((cell) => cell.span.start === start && cell.span.end === end);
}

function isChosen(value: unknown): value is ChosenAlternative {
  return typeof value === 'object' && value !== null && 'uri' in value && 'span' in value && 'text' in value;
}
