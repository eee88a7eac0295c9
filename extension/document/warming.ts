/**
 * Keeps the engine's context warm around the selection of the active document, so that the next infill starts with a canvas
 * pass. Only while the engine is up anyway and idle for the user: warming starts nothing and says nothing.
 */
import * as vscode from 'vscode';
import type { EngineClient } from '../engine/client';
import type { EngineSupervisor } from '../engine/supervisor';
import type { Logger } from '../logger';
import { MAX_CHARACTERS } from './limits';
import type { DocumentSync } from './sync';

const IDLE_MS = 300;

/** A document that this engine has, with nothing to do for the user at the moment. */
export interface Warmed {
  readonly client: EngineClient;
  readonly document: vscode.TextDocument;
}

export class Warming implements vscode.Disposable {
  private timer: NodeJS.Timeout | undefined;
  private underWay = false;
  private readonly warmed = new vscode.EventEmitter<Warmed>();
  readonly onDidWarm = this.warmed.event;
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(
    private readonly engine: EngineSupervisor,
    private readonly sync: DocumentSync,
    private readonly isBusy: () => boolean,
    private readonly log: Logger,
  ) {
    const later = () => this.later();
    this.subscriptions = [
      vscode.window.onDidChangeActiveTextEditor(later),
      vscode.window.onDidChangeTextEditorSelection(later),
      vscode.workspace.onDidChangeTextDocument(later),
    ];
  }

  /** Warms after a pause in which nothing happens. */
  later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.warm(), IDLE_MS);
  }

  private async warm(): Promise<void> {
    const client = this.engine.readyNow();
    const editor = vscode.window.activeTextEditor;
    if (!client || !editor || !isWorthIt(editor.document)) return;
    if (this.underWay || this.isBusy()) return this.later();
    this.underWay = true;
    try {
      this.sync.ensure(client, editor.document);
      const { document, selection } = editor;
      const span = { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
      await client.warm(document.uri.toString(), span);
      this.warmed.fire({ client, document });
    } catch (error) {
      this.log.warn(`warming: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      this.underWay = false;
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.warmed.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** Output channels, search results and the like are no text to infill. */
function isWorthIt(document: vscode.TextDocument): boolean {
  const schemes = ['file', 'untitled', 'vscode-notebook-cell', 'vscode-remote'];
  return schemes.includes(document.uri.scheme) && document.getText().length <= MAX_CHARACTERS;
}
