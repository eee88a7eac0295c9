/** Where a command acts on a document: what is selected, and the cursors. */
import type { Position, TextDocument, TextEditor } from 'vscode';
import type { Span } from '../../engine/protocol/messages';
import { isEmpty } from '../session/spans';
import { spanOf } from './reading';

/** In the document's order. Cursors on one blank line mean one place. */
export function selectedSpans({ document, selections }: TextEditor): readonly Span[] {
  const spans = selections
    .map((selection) => (selection.isEmpty ? cursorSpan(document, selection.active) : spanOf(document, selection)))
    .sort((a, b) => a.start - b.start);
  return spans.filter((span, i) => !isEmpty(span) || span.start !== spans[i - 1]?.end);
}

/** On a line of blanks the text goes behind them, wherever in them the cursor is: it would have them behind itself. */
function cursorSpan(document: TextDocument, position: Position): Span {
  const line = document.lineAt(position);
  const offset = document.offsetAt(line.isEmptyOrWhitespace ? line.range.end : position);
  return { start: offset, end: offset };
}
