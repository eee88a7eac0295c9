/** The ways in which an editor takes edits, and takes them back. */
import * as vscode from 'vscode';
import type { ContentChange } from '../../engine/protocol/messages';
import { rangeOf } from './reading';

/** How an edit lies beside others on the undo stack. */
export interface UndoStops {
  /** Joins it to the one before. */
  readonly joinPrevious?: boolean;
  /** Lets a later one join it. */
  readonly staysOpen?: boolean;
}

export async function editVisible(
  editor: vscode.TextEditor,
  edits: readonly ContentChange[],
  { joinPrevious, staysOpen }: UndoStops,
): Promise<boolean> {
  const fill = (builder: vscode.TextEditorEdit) => {
    for (const { span, text } of edits) builder.replace(rangeOf(editor.document, span), text);
  };
  try {
    return await editor.edit(fill, { undoStopBefore: !joinPrevious, undoStopAfter: !staysOpen });
  } catch {
    // Its tab was hidden or closed just now; the next attempt goes the other way.
    return false;
  }
}

/** A document in a tab that is not shown takes no `TextEditor.edit`. */
export async function editHidden(document: vscode.TextDocument, edits: readonly ContentChange[]): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  for (const { span, text } of edits) edit.replace(document.uri, rangeOf(document, span), text);
  return vscode.workspace.applyEdit(edit);
}

/** `count`: undos at most. Where the text comes by more than once, the one that is saved is meant. */
export async function undoTo(document: vscode.TextDocument, expected: string, count: number): Promise<boolean> {
  // Undo goes to whatever has the focus; a search box must not lose its text.
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  const isSaved = () => document.getText() === expected && !document.isDirty;
  for (let i = 0; i < count && !isSaved(); i++) await vscode.commands.executeCommand('undo');
  return document.getText() === expected;
}
