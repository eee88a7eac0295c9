/**
 * The text editor that the user worked in last. A button of the walkthrough is about that one, though the walkthrough is in
 * front: pressed, it brings the editor back.
 */
import * as vscode from 'vscode';

export class LastEditor implements vscode.Disposable {
  private last: Pick<vscode.TextEditor, 'document' | 'viewColumn'> | undefined;
  private readonly subscription: vscode.Disposable;

  constructor() {
    this.remember(vscode.window.activeTextEditor);
    this.subscription = vscode.window.onDidChangeActiveTextEditor((editor) => this.remember(editor));
  }

  /** Puts it in front, with its cursor where it was. Does nothing when there is none, or one is in front already. */
  async show(): Promise<void> {
    const { last } = this;
    if (vscode.window.activeTextEditor || !last || last.document.isClosed) return;
    const { document, viewColumn } = last;
    await vscode.window.showTextDocument(document, viewColumn === undefined ? {} : { viewColumn });
  }

  private remember(editor: vscode.TextEditor | undefined): void {
    // A panel's text, as that of a log, is an editor as well.
    if (editor && editor.document.uri.scheme !== 'output') this.last = editor;
  }

  dispose(): void {
    this.subscription.dispose();
  }
}
