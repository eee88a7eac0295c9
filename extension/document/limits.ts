/** Whether a document can be worked on at all, before anything starts. */
import * as vscode from 'vscode';
import { noEditor } from '../messages/commands';
import { readOnly, tooLarge } from '../messages/drafts';
import type { Message } from '../messages/message';

/** UTF-16 units. Above this, keeping a second copy in step costs more than a hole in it is worth. */
export const MAX_CHARACTERS = 2_000_000;

/** The reason why not, or `undefined`. */
export async function obstacleOf(document: vscode.TextDocument): Promise<Message | undefined> {
  // The text of a panel, such as a log, counts as the active editor while it has the focus.
  if (document.uri.scheme === 'output') return noEditor();
  const tooMuch = obstacleToReading(document);
  if (tooMuch) return tooMuch;
  return (await isReadOnly(document)) ? readOnly(vscode.workspace.asRelativePath(document.uri)) : undefined;
}

/** The same for what only reads. */
export function obstacleToReading(document: vscode.TextDocument): Message | undefined {
  const characters = document.getText().length;
  if (characters <= MAX_CHARACTERS) return undefined;
  return tooLarge(vscode.workspace.asRelativePath(document.uri), characters, MAX_CHARACTERS);
}

/** VS Code does not say whether an editor is read-only; these are the reasons that can be asked for. */
async function isReadOnly(document: vscode.TextDocument): Promise<boolean> {
  if (document.isUntitled) return false;
  if (vscode.workspace.fs.isWritableFileSystem(document.uri.scheme) === false) return true;
  return isMarkedReadOnly(document) || (await hasReadOnlyPermission(document.uri));
}

/** The settings `files.readonlyInclude` and `files.readonlyExclude`. */
function isMarkedReadOnly(document: vscode.TextDocument): boolean {
  const files = vscode.workspace.getConfiguration('files', document);
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  // Patterns are about whole paths and, as `dist/**`, about those within a folder of the workspace.
  const filters = (pattern: string): vscode.DocumentFilter[] =>
    folder ? [{ pattern }, { pattern: new vscode.RelativePattern(folder, pattern) }] : [{ pattern }];
  const matches = (setting: string) =>
    Object.entries(files.get<Record<string, boolean>>(setting, {})).some(
      ([pattern, on]) => on && vscode.languages.match(filters(pattern), document) > 0,
    );
  return matches('readonlyInclude') && !matches('readonlyExclude');
}

async function hasReadOnlyPermission(uri: vscode.Uri): Promise<boolean> {
  try {
    const { permissions } = await vscode.workspace.fs.stat(uri);
    return permissions !== undefined && (permissions & vscode.FilePermission.Readonly) !== 0;
  } catch {
    // Not on disk (a virtual document, or deleted meanwhile): the edit itself will tell.
    return false;
  }
}
