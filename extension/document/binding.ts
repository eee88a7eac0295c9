/**
 * Writes to documents: one call is one edit and one element on the undo stack; cursor and scroll stay where they are.
 * Also knows which change events are its own. What to write, and whether it still fits, is decided elsewhere.
 */
import * as vscode from 'vscode';
import type { ContentChange } from '../../engine/protocol/messages';
import { applyEdits } from '../session/edits';
import { besideCursors, keepingCursors } from './cursors';
import { editHidden, editVisible, type UndoStops, undoTo } from './editing';
import type { OwnStep } from './ownSteps';
import { UndoStacks } from './undoStacks';

export type WriteOutcome =
  | 'written'
  /** The document changed while the edit was on its way; nothing was written. */
  | 'outdated'
  /** The editor does not take edits of this document. */
  | 'refused';

export interface WriteOptions extends UndoStops {
  /** Who writes: the change event is only this one's own. */
  readonly owner: object;
  /** Where a selection covered replaced text, only the cursor stays: what was selected is no more. */
  readonly collapseSelections?: boolean;
  /** Called at the edit's own change event: what the user types right after it comes later, and must find the new state. */
  readonly onWritten?: (() => void) | undefined;
}

/** An edit that was sent to the editor. */
export interface OwnEdit {
  readonly owner: object;
  /** `undefined` for undos, each of which is ours. */
  readonly step: OwnStep | undefined;
  readonly onWritten?: (() => void) | undefined;
}

export class DocumentBinding implements vscode.Disposable {
  private readonly onTheWay = new Map<vscode.TextDocument, OwnEdit>();
  /** The last task of each document that has any. */
  private readonly queues = new WeakMap<vscode.TextDocument, Promise<unknown>>();
  private readonly writing = new vscode.EventEmitter<vscode.TextDocument>();
  /** An edit of ours is about to be sent, right after the listeners, or is over. */
  readonly onDidChangeWriting = this.writing.event;
  /** Listens before any session does: none has taken its own edit yet. */
  private readonly stacks = new UndoStacks((document) => this.onTheWay.get(document)?.step);

  /**
   * Runs `act` when no other of our edits of the document is under way. Whoever writes plans its edit in here: one that
   * was planned before another went in would hit the wrong place.
   */
  exclusively<T>(document: vscode.TextDocument, act: () => Promise<T>): Promise<T> {
    const before = this.queues.get(document) ?? Promise.resolve();
    const result = before.then(act);
    this.queues.set(
      document,
      result.catch(() => undefined),
    );
    return result;
  }

  /**
   * The edit that a change event comes from, if `owner` is making one just now and it is that one. To be asked once for each
   * event: the edit counts as made with it, and whatever changes before its promise resolves is the user's.
   */
  takeOwn(document: vscode.TextDocument, owner: object): OwnEdit | undefined {
    const edit = this.onTheWay.get(document);
    if (edit?.owner !== owner) return undefined;
    if (!edit.step) return edit;
    if (edit.step.after !== document.getText()) return undefined;
    this.onTheWay.delete(document);
    return edit;
  }

  /** True while an edit that `owner` makes is on its way. */
  isWriting(document: vscode.TextDocument, owner: object): boolean {
    return this.onTheWay.get(document)?.owner === owner;
  }

  async write(
    document: vscode.TextDocument,
    edits: readonly ContentChange[],
    options: WriteOptions,
  ): Promise<WriteOutcome> {
    if (edits.length === 0) return 'written';
    const { version } = document;
    const before = document.getText();
    const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
    const { owner, onWritten, collapseSelections: collapse = false, joinPrevious: joins = false } = options;
    const expected = applyEdits(before, edits);
    const step = { before, after: expected, joins };
    const written = await this.announcing(document, { owner, step, onWritten }, () =>
      keepingCursors({ document, edits, collapse, expected }, () =>
        editor ? editVisible(editor, besideCursors(document, edits), options) : editHidden(document, edits),
      ),
    );
    const isUnchanged = document.version === version;
    // An editor that is read-only says that it took the edit, and leaves the text as it is.
    if (written && !(isUnchanged && expected !== before)) return 'written';
    return isUnchanged ? 'refused' : 'outdated';
  }

  /**
   * Makes edits that lead back to an earlier text by taking all our later edits back with the editor's own undo, which also
   * restores the clean state. Only where nothing else lies between, and the document is in the active editor; false if it was
   * another text after all, which is then put right.
   */
  async undo(document: vscode.TextDocument, edits: readonly ContentChange[], owner: object): Promise<boolean> {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document !== document) return false;
    // Undo may be the notebook's own there, and take cells away.
    if (document.uri.scheme === 'vscode-notebook-cell') return false;
    const before = document.getText();
    const expected = applyEdits(before, edits);
    const count = this.stacks.undosTo(document, expected);
    if (count === undefined) return false;
    const top = editor.visibleRanges[0];
    const undone = await this.announcing(document, { owner, step: undefined }, () =>
      keepingCursors({ document, edits, collapse: true, expected }, () => undoTo(document, expected, count)),
    );
    if (!undone && document.getText() !== before) await this.write(document, [wholeText(document, before)], { owner });
    const moved = top && editor.visibleRanges[0]?.start.line !== top.start.line;
    if (moved) editor.revealRange(new vscode.Range(top.start, top.start), vscode.TextEditorRevealType.AtTop);
    return undone;
  }

  private async announcing<T>(document: vscode.TextDocument, edit: OwnEdit, act: () => Promise<T>): Promise<T> {
    this.onTheWay.set(document, edit);
    this.writing.fire(document);
    try {
      return await act();
    } finally {
      this.onTheWay.delete(document);
      this.writing.fire(document);
    }
  }

  /** The editor itself has made an edit that is ours. */
  wrote(document: vscode.TextDocument, step: OwnStep): void {
    this.stacks.wrote(document, step);
  }

  dispose(): void {
    this.stacks.dispose();
    this.writing.dispose();
  }
}

function wholeText(document: vscode.TextDocument, text: string): ContentChange {
  return { span: { start: 0, end: document.getText().length }, text };
}
