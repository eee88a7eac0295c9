/**
 * Sends frames to the visible editors: paced, one in flight, only the parts that changed. What a frame holds is computed
 * in `frame.ts`.
 */
import * as vscode from 'vscode';
import type { EditSession } from '../flow/editSession';
import type { Marked } from '../flow/uncertain';
import { bucketColour, BUCKETS, Colour, FRAME_FENCE } from '../ids';
import { isLive, isOpen, type LiveState } from '../session/state';
import type { Settings } from '../settings';
import { createDecorationTypes, type DecorationTypes } from './decorationTypes';
import { documentLines } from './documentLines';
import { type Attachment, EMPTY_FRAME, type Frame, frameOf, type Tone } from './frame';
import type { HeatedText } from './heatmap';
import { Pacer } from './pacer';
import { SentParts } from './sentParts';
import type { LineRange, Rows } from './textLines';

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
    private readonly settings: () => Settings,
    private readonly isGhost: (session: EditSession) => boolean,
  ) {
    this.pacer = new Pacer(
      () => this.draw(),
      // One is kept for the frame in which a draft becomes text.
      () => Math.max(1, this.settings().maxFramesPerSecond - 1),
    );
    const request = () => this.pacer.request();
    this.subscriptions = [
      // First of all: what the editor dragged along is no longer what was sent.
      vscode.workspace.onDidChangeTextDocument((event) => this.documentChanged(event)),
      shown.sessions.onDidChange((session) => this.sessionChanged(session)),
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

  /** A draft must not lie over the text that has just taken its place. */
  private sessionChanged({ state, document }: EditSession): void {
    const isCovered = this.lastFrame(document).attachments.length > 0;
    if (isCovered && !isOpen(state)) this.pacer.requestNow();
    else this.pacer.request();
  }

  private async draw(): Promise<void> {
    this.frames.clear();
    let sent = false;
    for (const editor of vscode.window.visibleTextEditors) {
      const frame = this.frameFor(editor);
      this.frames.set(editor.document, frame);
      if (!this.send(editor, frame)) continue;
      sent = true;
      this.drawn.fire({ document: editor.document, frame });
    }
    // Decorations are sent without an answer; a round trip behind them says that they have arrived.
    if (sent) await vscode.commands.executeCommand('setContext', FRAME_FENCE, true);
  }

  private frameFor(editor: vscode.TextEditor): Frame {
    const { document } = editor;
    const sessions = this.shown.sessions.in(document);
    const scored = this.scoredText(document);
    if (sessions.length === 0 && !scored) return EMPTY_FRAME;
    const states = sessions.map((session) => session.state).filter(isLive);
    // Ghost text is only in the active editor; another one on the same document gets the overlay.
    const isActive = editor === vscode.window.activeTextEditor;
    const ghosts = sessions.filter((session) => isActive && this.isGhost(session)).map((session) => session.state);
    return frameOf(states, {
      lines: documentLines(document),
      visible: editor.visibleRanges.map(rowsOf),
      thresholds: this.settings().thresholds,
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
    const parts = this.partsOf(frame).filter(({ type, places, ranges }) => sent.takes(type, places, ranges));
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

  private partsOf(frame: Frame): readonly Part[] {
    const plain = (type: vscode.TextEditorDecorationType, places: readonly LineRange[]): Part => {
      return { type, places, ranges: places.map(toRange) };
    };
    const { attachments } = frame;
    return [
      plain(this.types.region, frame.region),
      plain(this.types.ruler, frame.ruler),
      plain(this.types.hidden, frame.hidden),
      {
        type: this.types.attachment,
        places: attachments.map(({ at }) => ({ start: at, end: at })),
        ranges: attachments.map(toOptions),
      },
      plain(this.types.pinned, frame.pinned),
      ...BUCKETS.map((bucket) => plain(this.types.heat[bucket], frame.heat[bucket])),
    ];
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

/** One decoration type and all that it shows. */
interface Part {
  readonly type: vscode.TextEditorDecorationType;
  readonly places: readonly LineRange[];
  readonly ranges: vscode.Range[] | vscode.DecorationOptions[];
}

function toRange({ start, end }: LineRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

function toOptions({ at, text, tone }: Attachment): vscode.DecorationOptions {
  return {
    range: new vscode.Range(at.line, at.character, at.line, at.character),
    renderOptions: {
      after: { contentText: text, color: new vscode.ThemeColor(toneColour(tone)), fontStyle: 'italic' },
    },
  };
}

function toneColour(tone: Tone): string {
  return tone === 'mask' ? Colour.mask : bucketColour(tone, 'Foreground');
}

function rowsOf(range: vscode.Range): Rows {
  return { first: range.start.line - MARGIN, last: range.end.line + MARGIN };
}
