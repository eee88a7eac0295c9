/** From uncertain token to uncertain token: selects it, so that the next key can remask, pin or decide it. */
import * as vscode from 'vscode';
import type { Span } from '../../engine/protocol/messages';
import { rangeOf, spanOf } from '../document/reading';
import { noEditor, nothingUncertain } from '../messages/commands';
import { uncertainBelow } from '../render/heatmap';
import { neighbour, uncertainCells } from '../session/decisions';
import { stagedPart } from '../session/state';
import type { Services } from './services';
import type { Sessions } from './sessions';
import type { TokenScores } from './tokenScores';

export interface Marked {
  readonly sessions: Sessions;
  readonly scores: TokenScores;
}

/** The uncertain tokens of a document, staged or scored, in order: those that are marked, which white space is not. */
export function uncertainIn(
  { sessions, scores }: Marked,
  document: vscode.TextDocument,
  below: number,
): readonly Span[] {
  const staged = sessions.in(document).flatMap((session) => {
    const part = stagedPart(session.state);
    return part ? uncertainCells(part, below) : [];
  });
  const scored = scores.cellsOf(document).filter((cell) => cell.confidence < below);
  const spans = [...staged, ...scored].map((cell) => cell.span);
  if (spans.length === 0) return spans;
  const text = document.getText();
  const isMarked = ({ start, end }: Span) => text.slice(start, end).trim() !== '';
  return spans.filter(isMarked).sort((a, b) => a.start - b.start);
}

export function goToUncertain(context: Marked & Services, direction: 'next' | 'previous'): void {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return context.notify(noEditor());
  const { document } = editor;
  const spans = uncertainIn(context, document, uncertainBelow(context.settings(document).thresholds));
  const target = neighbour(spans, spanOf(document, editor.selection).start, direction);
  if (!target) return context.notify(nothingUncertain());
  const range = rangeOf(document, target);
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
