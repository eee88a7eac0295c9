/**
 * Cursors across an edit of ours: they stay where the user has put them. VS Code keeps them by itself, in step with the
 * keys, but for a few cases; an edit is shaped so that most of those do not arise. Whatever we set afterwards reaches the
 * editor later than a key that was pressed meanwhile, so that is done only where nobody has moved.
 */
import * as vscode from 'vscode';
import type { ContentChange } from '../../engine/protocol/messages';
import { mapOffset, widenInserts } from '../session/edits';
import { overlaps } from '../session/spans';

/** The same edits, in a shape that leaves the cursors of visible editors before what is inserted at them. */
export function besideCursors(
  document: vscode.TextDocument,
  edits: readonly ContentChange[],
): readonly ContentChange[] {
  const cursors = editorsOf(document).flatMap(({ selections }) =>
    selections.flatMap(({ anchor, active }) => [document.offsetAt(anchor), document.offsetAt(active)]),
  );
  return widenInserts(document.getText(), edits, new Set(cursors));
}

export interface CursorsAcross {
  readonly document: vscode.TextDocument;
  readonly edits: readonly ContentChange[];
  /** Where a selection covered replaced text, only the cursor stays: what was selected is no more. */
  readonly collapse: boolean;
  /** The text after the edit. With any other, the user has typed meanwhile, and their cursor is where they want it. */
  readonly expected: string;
}

export async function keepingCursors(across: CursorsAcross, act: () => Promise<boolean>): Promise<boolean> {
  const { document } = across;
  const kept = editorsOf(document).map((editor) => ({
    editor,
    offsets: editor.selections.map((selection) => offsetsAfter(selection, across)),
  }));
  const moved = new Set<vscode.TextEditor>();
  // An edit or an undo moves cursors without any kind; keys, the mouse and commands have one.
  const watching = vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
    if (kind !== undefined) moved.add(textEditor);
  });
  try {
    if (!(await act())) return false;
  } finally {
    watching.dispose();
  }
  if (document.getText() !== across.expected) return true;
  for (const { editor, offsets } of kept.filter((each) => !moved.has(each.editor))) {
    const selections = offsets.map(
      ({ anchor, active }) => new vscode.Selection(document.positionAt(anchor), document.positionAt(active)),
    );
    if (!sameSelections(selections, editor.selections)) editor.selections = selections;
  }
  return true;
}

function editorsOf(document: vscode.TextDocument): readonly vscode.TextEditor[] {
  return vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
}

function offsetsAfter(selection: vscode.Selection, { document, edits, collapse }: CursorsAcross) {
  const selected = { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
  const active = mapOffset(document.offsetAt(selection.active), edits);
  const isReplaced = collapse && edits.some(({ span }) => overlaps(span, selected));
  return { active, anchor: isReplaced ? active : mapOffset(document.offsetAt(selection.anchor), edits) };
}

function sameSelections(a: readonly vscode.Selection[], b: readonly vscode.Selection[]): boolean {
  return a.length === b.length && a.every((each, i) => b[i] !== undefined && each.isEqual(b[i]));
}
