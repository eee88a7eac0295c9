/**
 * Keeps the engine's copies of documents in step: a document is sent when it is first needed, then its changes as they
 * come. A new engine knows no documents, so each client has its own record of what it was given.
 */
import * as vscode from 'vscode';
import type { EngineClient } from '../engine/client';
import { changesOf } from './reading';

export class DocumentSync implements vscode.Disposable {
  private client: EngineClient | undefined;
  /** Version of each copy, by URI. */
  private readonly opened = new Map<string, number>();
  private readonly closing = new vscode.EventEmitter<string>();
  /** The engine forgets a document, by its URI, with all that it was told of it. */
  readonly onDidClose = this.closing.event;
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor() {
    this.subscriptions = [
      vscode.workspace.onDidChangeTextDocument((event) => this.changed(event)),
      vscode.workspace.onDidCloseTextDocument((document) => this.closed(document)),
    ];
  }

  /** Makes sure that this engine has the document as it is now. */
  ensure(client: EngineClient, document: vscode.TextDocument): void {
    if (this.client !== client) {
      this.client = client;
      this.opened.clear();
    }
    const uri = document.uri.toString();
    if (this.opened.has(uri)) return;
    const { version, languageId } = document;
    this.opened.set(uri, version);
    client.opened({ uri, version, languageId, text: document.getText() });
  }

  /** Sends the document anew when it is next needed: the engine said that its copy is out of step. */
  forget(document: vscode.TextDocument): void {
    this.closed(document);
  }

  knows(client: EngineClient, document: vscode.TextDocument): boolean {
    return this.client === client && this.opened.has(document.uri.toString());
  }

  private changed(event: vscode.TextDocumentChangeEvent): void {
    const { document } = event;
    const uri = document.uri.toString();
    const known = this.opened.get(uri);
    if (known === undefined || known === document.version) return;
    // Another line ending moves every offset without a change being named.
    if (event.contentChanges.length === 0) return this.closed(document);
    this.opened.set(uri, document.version);
    this.client?.changed(uri, document.version, changesOf(event));
  }

  private closed(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    if (!this.opened.delete(uri)) return;
    this.client?.closed(uri);
    this.closing.fire(uri);
  }

  dispose(): void {
    this.closing.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
