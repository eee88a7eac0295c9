/** Files in the workspace, opened in editors. */
import * as assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';

/** A new file on disk with this text, in the active editor. */
export async function openText(text: string, extension = 'ts'): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder, 'the suites need a workspace');
  // In a folder that the explorer shows closed: it need not draw its rows anew for every file.
  const uri = vscode.Uri.joinPath(folder, 'suites', `${randomUUID()}.${extension}`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return vscode.window.showTextDocument(uri, { preview: false });
}

/** Selects the first occurrence of `text`. */
export function select(editor: vscode.TextEditor, text: string): void {
  const start = editor.document.getText().indexOf(text);
  assert.ok(start >= 0, `${text} is not in the document`);
  const at = (offset: number) => editor.document.positionAt(offset);
  editor.selection = new vscode.Selection(at(start), at(start + text.length));
}

/** Puts the cursor right behind the first occurrence of `text`. */
export function putCursorAfter(editor: vscode.TextEditor, text: string): void {
  const offset = editor.document.getText().indexOf(text) + text.length;
  const position = editor.document.positionAt(offset);
  editor.selection = new vscode.Selection(position, position);
}

/** Types as a user does, at the cursor. */
export async function type(text: string): Promise<void> {
  await vscode.commands.executeCommand('type', { text });
}

/** Titles of the row of actions above each edit. */
export async function lenses({ uri }: vscode.TextDocument): Promise<readonly string[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
  return found.map((lens) => lens.command?.title ?? '');
}

/** One undo, of the active editor. */
export async function undo(): Promise<void> {
  await vscode.commands.executeCommand('undo');
}

/** One redo, of the active editor. */
export async function redo(): Promise<void> {
  await vscode.commands.executeCommand('redo');
}

export async function closeEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.files.revert');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
