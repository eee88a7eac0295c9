/** What of the undo stacks of documents is ours; follows every change of a document that we have written to. */
import * as vscode from 'vscode';
import { growthOf } from '../session/rebase';
import { type OwnStep, OwnSteps } from './ownSteps';
import { changesOf } from './reading';

export class UndoStacks implements vscode.Disposable {
  private readonly steps = new WeakMap<vscode.TextDocument, OwnSteps>();
  private readonly listening = vscode.workspace.onDidChangeTextDocument((event) => this.documentChanged(event));

  /** `sent`: the edit of ours that is on its way into the document. */
  constructor(private readonly sent: (document: vscode.TextDocument) => OwnStep | undefined) {}

  wrote(document: vscode.TextDocument, step: OwnStep): void {
    const steps = this.steps.get(document) ?? new OwnSteps();
    this.steps.set(document, steps);
    steps.wrote(step);
  }

  /** See `OwnSteps.undosTo`. */
  undosTo(document: vscode.TextDocument, text: string): number | undefined {
    return this.steps.get(document)?.undosTo(text);
  }

  private documentChanged(event: vscode.TextDocumentChangeEvent): void {
    const { document, reason } = event;
    const changes = changesOf(event);
    if (changes.length === 0) return;
    const step = this.sent(document);
    if (step && step.after === document.getText()) return this.wrote(document, step);
    const by = reason && (reason === vscode.TextDocumentChangeReason.Undo ? 'undo' : 'redo');
    const growth = changes.reduce((sum, change) => sum + growthOf(change), 0);
    this.steps.get(document)?.changed({ text: () => document.getText(), growth, by });
  }

  dispose(): void {
    this.listening.dispose();
  }
}
