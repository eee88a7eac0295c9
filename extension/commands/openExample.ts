/** *Open an Example to Try*: a file of the samples as a new one that is nobody's, with the cursor in its hole. */
import * as vscode from 'vscode';
import type { CommandContext, Handler } from './context';

const EXAMPLE = ['samples', 'workspace', 'src', 'cart.ts'];
/** The body of a function that has none. */
const HOLE = /\{\r?\n(?=\r?\n)/;

export function openExample({ extension }: CommandContext): Handler {
  return async () => {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension.folder, ...EXAMPLE));
    const content = new TextDecoder().decode(bytes);
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content });
    const editor = await vscode.window.showTextDocument(document);
    const hole = HOLE.exec(content);
    const cursor = document.positionAt(hole ? hole.index + hole[0].length : 0);
    editor.selection = new vscode.Selection(cursor, cursor);
    editor.revealRange(new vscode.Range(cursor, cursor), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  };
}
