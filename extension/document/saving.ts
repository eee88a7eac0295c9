/** What saving means for staged text: whether the editor saves by itself, and that a save by hand accepts. */
import * as vscode from 'vscode';

/** True if the editor may write the document to disk without being asked. */
export function savesByItself(document: vscode.TextDocument): boolean {
  if (document.isUntitled) return false;
  return vscode.workspace.getConfiguration('files', document).get('autoSave', 'off') !== 'off';
}

/** Documents that we save for a test task to read: no decision of the user's. */
const undecided = new WeakSet<vscode.TextDocument>();

/**
 * Resolves to whether the user left the text alone meanwhile: what else has changed in it, the editor did for the save, by its
 * formatter for instance.
 */
export async function saveUndecided(document: vscode.TextDocument): Promise<boolean> {
  if (document.isUntitled) return true;
  let isAlone = true;
  const watching = vscode.Disposable.from(
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
      if (textEditor.document === document && kind === vscode.TextEditorSelectionChangeKind.Keyboard) isAlone = false;
    }),
    vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document && event.reason !== undefined) isAlone = false;
    }),
  );
  undecided.add(document);
  try {
    await document.save();
  } finally {
    undecided.delete(document);
    watching.dispose();
  }
  return isAlone;
}

/** Calls back when the user has saved a document (an auto save is not a decision). */
export function onManualSave(saved: (document: vscode.TextDocument) => void): vscode.Disposable {
  const byHand = new WeakSet<vscode.TextDocument>();
  return vscode.Disposable.from(
    vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
      // The save before may have failed: then it is not over by itself.
      if (reason === vscode.TextDocumentSaveReason.Manual && !undecided.has(document)) byHand.add(document);
      else byHand.delete(document);
    }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (byHand.delete(document)) saved(document);
    }),
  );
}
