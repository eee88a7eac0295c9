/** What is scored next of the text on the screen: a few whole lines, and of endless lines a part. */
import * as vscode from 'vscode';
import type { Span } from '../../engine/protocol/messages';
import { spanOf } from '../document/reading';
import { type Scored, unscored } from '../session/tokenScores';

/** Lines asked for at a time: the first marks come soon, and a pause between pieces lets a run go first. */
const LINES_AT_A_TIME = 12;
/** Of an endless line: where it is cut, a token or two may come out otherwise. */
const CHARACTERS_AT_A_TIME = 1500;
/** Of a visible range, so that one endless line is not scored as a whole. */
const MOST_CHARACTERS = 12_000;

/** Of what an editor shows and has no fresh scores; `undefined` once all of it has. */
export function nextPieceOf({ document, visibleRanges }: vscode.TextEditor, scored: Scored): Span | undefined {
  const visible = visibleRanges.map((range) => wholeLines(document, range));
  const [first] = unscored(scored, visible);
  return first && firstLines(document, first);
}

/** Tokens are cut the same way wherever a piece begins as long as that is the start of a line. */
function wholeLines(document: vscode.TextDocument, { start, end }: vscode.Range): Span {
  const span = spanOf(document, new vscode.Range(start.line, 0, end.line + 1, 0));
  return { start: span.start, end: Math.min(span.end, span.start + MOST_CHARACTERS) };
}

function firstLines(document: vscode.TextDocument, span: Span): Span {
  const line = document.positionAt(span.start).line + LINES_AT_A_TIME;
  const end = Math.min(span.end, document.offsetAt(new vscode.Position(line, 0)), span.start + CHARACTERS_AT_A_TIME);
  return { start: span.start, end: splitsCharacter(document, end) ? end + 1 : end };
}

function splitsCharacter(document: vscode.TextDocument, offset: number): boolean {
  const position = document.positionAt(offset);
  const before = document.lineAt(position.line).text.charCodeAt(position.character - 1);
  return before >= 0xd800 && before < 0xdc00;
}
