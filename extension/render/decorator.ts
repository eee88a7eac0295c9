/**
 * Sends frames to the visible editors: paced, one in flight, only the parts that changed. What a frame holds is computed
 * in `frame.ts`.
 */
import * as vscode from 'vscode';
import type { DocumentBinding } from '../document/binding';
import type { EditSession } from '../flow/editSession';
import type { Marked } from '../flow/uncertain';
import { FRAME_FENCE } from '../ids';
import { isLive, isOpen, type LiveState } from '../session/state';
import type { Settings } from '../settings';
import { createDecorationTypes, type DecorationTypes } from './decorationTypes';
import { documentLines } from './documentLines';
import { EMPTY_FRAME, type Frame, frameOf } from './frame';
import { partsOf } from './frameParts';
import type { HeatedText } from './heatmap';
import { Pacer } from './pacer';
import { SentParts } from './sentParts';
import type { Rows } from './textLines';

/** Lines drawn beyond the visible ones, so that scrolling a little shows no gap. */
const MARGIN = 20;

export class Decorator implements vscode.Disposable {
  private readonly types: DecorationTypes = createDecorationTypes();
  private readonly pacer: Pacer;
  private readonly sent = new WeakMap<vscode.TextEditor, SentParts<vscode.TextEditorDecorationType>>();
  private readonly subscriptions: readonly vscode.Disposable[];
  private readonly drawn = new vscode.EventEmitter<DrawnFrame>();
  /** A frame was sent to an editor because it differs from what that editor shows. */
  readonly onDidDraw = this.drawn.event;
  private readonly frames = new Map<vscode.TextDocument, Frame>();

  constructor(
    private readonly shown: Marked,
    private readonly binding: DocumentBinding,
    private readonly settings: (scope?: vscode.ConfigurationScope) => Settings,
    private readonly isGhost: (session: EditSession) => boolean,
  ) {
    this.pacer = new Pacer(
      () => this.draw(),
      // Two are kept for the moment in which a draft becomes text: the text, then its marks.
      () => Math.max(1, this.settings().maxFramesPerSecond - 2),
    );
    const request = () => this.pacer.request();
    this.subscriptions = [
      // First of all: what the editor dragged along is no longer what was sent.
      vscode.workspace.onDidChangeTextDocument((event) => this.documentChanged(event)),
      shown.sessions.onDidChange((session) => this.sessionChanged(session)),
      binding.onDidChangeWriting((document) => this.writingChanged(document)),
      shown.scores.onDidChange(request),
      vscode.window.onDidChangeVisibleTextEditors(request),
      vscode.window.onDidChangeTextEditorVisibleRanges(request),
      vscode.window.onDidChangeTextEditorSelection(request),
    ];
  }

  /** The frame last sent for a document; for tests, since no editor tells what it shows. */
  lastFrame(document: vscode.TextDocument): Frame {
    return this.frames.get(document) ?? EMPTY_FRAME;
  }

  /** What is not a run's next pass is an answer to the person, or the text that replaces the draft. */
  private sessionChanged({ state }: EditSession): void {
    if (isOpen(state)) this.pacer.request();
    else this.pacer.requestNow();
  }

  /**
   * A draft must not lie over the text that takes its place, not even until the editor has told us of the edit: it is
   * taken away in front of the edit, which the editor then takes at once with it.
   */
  private writingChanged(document: vscode.TextDocument): void {
    const isWriting = this.shown.sessions.in(document).some((session) => this.binding.isWriting(document, session));
    if (isWriting) this.drawIn(vscode.window.visibleTextEditors.filter((editor) => editor.document === document));
    else this.pacer.request();
  }

  private async draw(): Promise<void> {
    this.frames.clear();
    // Decorations are sent without an answer; a round trip behind them says that they have arrived.
    const isSent = this.drawIn(vscode.window.visibleTextEditors);
    if (isSent) await vscode.commands.executeCommand('setContext', FRAME_FENCE, true);
  }

  /** True if anything had to be sent. */
  private drawIn(editors: readonly vscode.TextEditor[]): boolean {
    const changed = editors.filter((editor) => {
      const frame = this.frameFor(editor);
      this.frames.set(editor.document, frame);
      if (!this.send(editor, frame)) return false;
      this.drawn.fire({ document: editor.document, frame });
      return true;
    });
    return changed.length > 0;
  }

  private frameFor(editor: vscode.TextEditor): Frame {
    const { document } = editor;
    const sessions = this.shown.sessions.in(document);
    const scored = this.scoredText(document);
    if (sessions.length === 0 && !scored) return EMPTY_FRAME;
    const states = sessions.map((session) => session.state).filter(isLive);
    // Ghost text is only in the active editor; another one on the same document gets the overlay.
    const isActive = editor === vscode.window.activeTextEditor;
    const isElsewhere = (session: EditSession) =>
      (isActive && this.isGhost(session)) || this.binding.isWriting(document, session);
    const ghosts = sessions.filter(isElsewhere).map((session) => session.state);
    return frameOf(states, {
      lines: documentLines(document),
      visible: editor.visibleRanges.map(rowsOf),
      thresholds: this.settings(document).thresholds,
      tabSize: Number(editor.options.tabSize) || 4,
      ghosts: new Set<LiveState>(ghosts.filter(isLive)),
      scored,
    });
  }

  private scoredText(document: vscode.TextDocument): HeatedText | undefined {
    const cells = this.shown.scores.cellsOf(document);
    if (cells.length === 0) return undefined;
    const text = document.getText();
    return { span: { start: 0, end: text.length }, text, cells };
  }

  /** True if anything had to be sent. */
  private send(editor: vscode.TextEditor, frame: Frame): boolean {
    const sent = this.sent.get(editor) ?? new SentParts();
    this.sent.set(editor, sent);
    const parts = partsOf(frame, this.types).filter(({ type, places, ranges }) => sent.takes(type, places, ranges));
    for (const { type, ranges } of parts) editor.setDecorations(type, ranges);
    return parts.length > 0;
  }

  private documentChanged({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const [first] = contentChanges.map(({ range }) => range.start).sort((a, b) => a.compareTo(b));
    if (!first) return;
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document === document) this.sent.get(editor)?.changedAt(first);
    }
  }

  dispose(): void {
    this.pacer.dispose();
    this.types.dispose();
    this.drawn.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

export interface DrawnFrame {
  readonly document: vscode.TextDocument;
  readonly frame: Frame;
}

function rowsOf(range: vscode.Range): Rows {
  return { first: range.start.line - MARGIN, last: range.end.line + MARGIN };
}
