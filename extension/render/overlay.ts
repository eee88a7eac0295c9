/**
 * A draft drawn over the document without touching it: the hole's text is hidden, and each of its lines carries one
 * attachment. (Several attachments at one place come out in arbitrary order, and attachments inside hidden text vanish.)
 * Pure: what to hide and what to attach, for `decorator.ts` to send.
 */
import type { HoleDraft, Span } from '../../engine/protocol/messages';
import { type DraftRow, draftRows, MASK_GLYPH } from './draftRows';
import type { LineRange, TextLines } from './textLines';

const NO_BREAK_SPACE = '\u00a0';
/** Joins the rows that the hole has no line for: an attachment shows only its first line. */
const SURPLUS = ` ⏎ `;
/** Characters after which a row of masks goes on in the next line, if there is one. */
const MOST_IN_ROW = 60;

export interface OverlayLine {
  /** The hole's text on this line, to be hidden; empty where the hole is. The attachment stands at its end. */
  readonly hidden: LineRange;
  /** What to attach; may be empty. */
  readonly text: string;
  readonly confidence: number | undefined;
}

export function overlayOf(span: Span, draft: HoleDraft, lines: TextLines, tabSize: number): readonly OverlayLine[] {
  const hidden = linesOf(span, lines);
  const rows = fitRows(wrapped(draftRows(draft.cells), hidden.length), hidden.length, endsInsideLine(hidden, lines));
  return hidden.map((range, i) => ({
    hidden: range,
    text: printable(rows[i]?.text ?? '', tabSize),
    confidence: rows[i]?.confidence,
  }));
}

/** The parts of the lines that a span covers, line by line. */
function linesOf(span: Span, lines: TextLines): readonly LineRange[] {
  const start = lines.positionAt(span.start);
  const end = lines.positionAt(span.end);
  return Array.from({ length: end.line - start.line + 1 }, (_, i) => {
    const line = start.line + i;
    return {
      start: { line, character: i === 0 ? start.character : 0 },
      end: { line, character: line === end.line ? end.character : lines.lineText(line).length },
    };
  });
}

function endsInsideLine(hidden: readonly LineRange[], lines: TextLines): boolean {
  const end = hidden.at(-1)?.end;
  return end !== undefined && lines.lineText(end.line).slice(end.character).trim() !== '';
}

/** Where the line breaks will be, nobody knows yet: rather anywhere than all masks in a row out of sight. */
function wrapped(rows: readonly DraftRow[], count: number): readonly DraftRow[] {
  let spare = count - rows.length;
  return rows.flatMap((row) => {
    const pieces: DraftRow[] = [];
    let { text } = row;
    for (; spare > 0 && text.length > MOST_IN_ROW; spare--) {
      const cut = 1 + text.lastIndexOf(MASK_GLYPH, MOST_IN_ROW - 1);
      if (cut === 0) break;
      pieces.push({ ...row, text: text.slice(0, cut) });
      text = text.slice(cut);
    }
    return [...pieces, { ...row, text }];
  });
}

const BLANK: DraftRow = { text: '', confidence: undefined };

/** Lays the rows onto `count` lines. If text follows the hole on its last line, the last row goes there as well. */
function fitRows(rows: readonly DraftRow[], count: number, lastRowLast: boolean): readonly DraftRow[] {
  if (rows.length > count) return [...rows.slice(0, count - 1), joined(rows.slice(count - 1))];
  const blanks = Array<DraftRow>(count - rows.length).fill(BLANK);
  if (!lastRowLast || rows.length < 2) return [...rows, ...blanks];
  return [...rows.slice(0, -1), ...blanks, ...rows.slice(-1)];
}

function joined(rows: readonly DraftRow[]): DraftRow {
  const known = rows.map((row) => row.confidence).filter((confidence) => confidence !== undefined);
  const [first = '', ...others] = rows.map((row) => row.text);
  return {
    text: [first, ...others.map((text) => text.trimStart())].join(SURPLUS),
    confidence: known.length === 0 ? undefined : known.reduce((sum, each) => sum + each, 0) / known.length,
  };
}

/** CSS collapses spaces and drops tabs in attachments. */
function printable(text: string, tabSize: number): string {
  return text.replaceAll('\t', ' '.repeat(tabSize)).replaceAll(' ', NO_BREAK_SPACE);
}
