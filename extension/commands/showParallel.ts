/** *Where Is This From?*: peeks at the place elsewhere that the staged text was written after. */
import * as vscode from 'vscode';
import type { ParallelPlace } from '../../engine/protocol/messages';
import { lineEndingOf, rangeOf } from '../document/reading';
import type { EditSession } from '../flow/editSession';
import { noParallel, parallelGone } from '../messages/commands';
import { findPlace, parallelOf } from '../session/parallels';
import { withLineEnding } from '../session/lineEndings';
import { regionOf, stagedPart } from '../session/state';
import type { CommandContext } from './context';

export async function showParallel(context: CommandContext, session: EditSession): Promise<void> {
  const staged = stagedPart(session.state);
  const place = staged && parallelOf(staged);
  if (!place) return context.notify(noParallel());
  const location = await locate(session, place);
  if (!location) return context.notify(parallelGone());
  const { document, state } = session;
  const at = document.positionAt(regionOf(state)[0]?.start ?? 0);
  await vscode.commands.executeCommand('editor.action.peekLocations', document.uri, at, [location], 'peek');
}

/** `undefined`: the file is gone, or its text is. */
async function locate(session: EditSession, place: ParallelPlace): Promise<vscode.Location | undefined> {
  const document = place.path === undefined ? session.document : await open(place.path);
  if (!document) return undefined;
  const text = withLineEnding([place.text], lineEndingOf(document)).join('');
  const own = document === session.document ? regionOf(session.state) : [];
  const span = findPlace(document.getText(), { ...place, text }, own);
  return span && new vscode.Location(document.uri, rangeOf(document, span));
}

async function open(path: string): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  } catch {
    return undefined;
  }
}
