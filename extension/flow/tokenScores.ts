/**
 * *Show Token Confidence* on ordinary code: asks the engine for the probabilities of what is on the screen, piece by
 * piece, and again after edits and scrolling. Off screen nothing is asked for, so a long file costs no more than a short.
 */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Span } from '../../engine/protocol/messages';
import { changesOf, onGone } from '../document/reading';
import { obstacleToReading } from '../document/limits';
import { engineErrorOf } from '../engine/failure';
import { modelProblem } from '../messages/engine';
import type { StagedCell } from '../session/holes';
import { NOT_SCORED, rebaseScores, type Scored, takeScores } from '../session/tokenScores';
import { nextPieceOf } from './scorePieces';
import type { Services } from './services';

/** Scores follow the user's hands, not every keystroke. */
const IDLE_MS = 300;

export class TokenScores implements vscode.Disposable {
  private readonly shown = new Map<vscode.TextDocument, Scored>();
  /** Line endings that the places of the scores count with. */
  private readonly endings = new WeakMap<vscode.TextDocument, vscode.EndOfLine>();
  private readonly changed = new vscode.EventEmitter<vscode.TextDocument>();
  readonly onDidChange = this.changed.event;
  private timer: NodeJS.Timeout | undefined;
  private abort = new AbortController();
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(private readonly services: Services) {
    const later = () => this.later();
    this.subscriptions = [
      vscode.workspace.onDidChangeTextDocument((event) => this.documentChanged(event)),
      onGone((document) => this.hide(document)),
      vscode.window.onDidChangeTextEditorVisibleRanges(later),
      vscode.window.onDidChangeVisibleTextEditors(later),
    ];
  }

  cellsOf(document: vscode.TextDocument): readonly StagedCell[] {
    return this.shown.get(document)?.cells ?? [];
  }

  isShown(document: vscode.TextDocument): boolean {
    return this.shown.has(document);
  }

  toggle(document: vscode.TextDocument): void {
    if (this.isShown(document)) return this.hide(document);
    const obstacle = obstacleToReading(document);
    if (obstacle) return this.services.notify(obstacle);
    this.endings.set(document, document.eol);
    this.update(document, NOT_SCORED);
    void this.refresh();
  }

  private hide(document: vscode.TextDocument): void {
    if (!this.shown.delete(document)) return;
    this.abort.abort();
    this.later();
    this.changed.fire(document);
  }

  /** The next engine may have another model: what is shown stays until there are scores of that one. */
  engineStopped(): void {
    for (const [document, { cells }] of this.shown) this.shown.set(document, { cells, fresh: [] });
    this.later();
  }

  private update(document: vscode.TextDocument, scored: Scored): void {
    this.shown.set(document, scored);
    this.changed.fire(document);
  }

  private documentChanged(event: vscode.TextDocumentChangeEvent): void {
    const { document, contentChanges } = event;
    const scored = this.shown.get(document);
    const isRelined = this.endings.get(document) !== document.eol;
    if (!scored || (contentChanges.length === 0 && !isRelined)) return;
    this.endings.set(document, document.eol);
    // Other line endings move every place, whatever change is named.
    this.update(document, isRelined ? NOT_SCORED : rebaseScores(scored, changesOf(event)));
    this.later();
  }

  private later(): void {
    if (this.shown.size === 0) return;
    this.abort.abort();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), IDLE_MS);
  }

  /** Scores what is visible and not fresh. One refresh at a time: a newer one ends it. */
  private async refresh(): Promise<void> {
    this.abort.abort();
    const abort = new AbortController();
    this.abort = abort;
    try {
      for (let piece = this.nextPiece(); piece && !abort.signal.aborted; piece = this.nextPiece()) {
        const { document, span } = piece;
        await this.announced(document, () => this.score(document, span, abort.signal));
      }
    } catch (error) {
      if (!abort.signal.aborted) this.failed(engineErrorOf(error).message);
    }
  }

  /** Until the first marks are there, the status bar says that they are coming. */
  private announced(document: vscode.TextDocument, act: () => Promise<void>): Thenable<void> {
    if (this.cellsOf(document).length > 0) return act();
    const location = vscode.ProgressLocation.Window;
    return vscode.window.withProgress({ location, title: l10n.t('Remask: scoring tokens') }, act);
  }

  private async score(document: vscode.TextDocument, span: Span, signal: AbortSignal): Promise<void> {
    const client = await this.services.engine.ready();
    if (signal.aborted) return;
    this.services.sync.ensure(client, document);
    const { version } = document;
    const scores = await client.score({ uri: document.uri.toString(), version, span }, signal);
    const scored = this.shown.get(document);
    if (scored && document.version === version && !signal.aborted) {
      this.update(document, takeScores(scored, span, scores));
    }
  }

  private nextPiece(): { readonly document: vscode.TextDocument; readonly span: Span } | undefined {
    for (const editor of vscode.window.visibleTextEditors) {
      const scored = this.shown.get(editor.document);
      const span = scored && nextPieceOf(editor, scored);
      if (span) return { document: editor.document, span };
    }
    return undefined;
  }

  /** Marks that cannot be kept up to date are not shown. */
  private failed(reason: string): void {
    for (const document of [...this.shown.keys()]) this.hide(document);
    this.services.notify(modelProblem(reason));
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.abort.abort();
    this.shown.clear();
    this.changed.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
