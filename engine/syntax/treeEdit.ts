/** The replacement that turns a text into another, as tree-sitter is told of it. */
import { editBetween } from '../validate/rounds/patch';

interface Point {
  readonly row: number;
  readonly column: number;
}

export interface Edit {
  readonly startIndex: number;
  readonly oldEndIndex: number;
  readonly newEndIndex: number;
  readonly startPosition: Point;
  readonly oldEndPosition: Point;
  readonly newEndPosition: Point;
}

export function treeEdit(before: string, after: string): Edit {
  const { span, text } = editBetween(before, after);
  const newEnd = span.start + text.length;
  return {
    startIndex: span.start,
    oldEndIndex: span.end,
    newEndIndex: newEnd,
    startPosition: pointAt(before, span.start),
    oldEndPosition: pointAt(before, span.end),
    newEndPosition: pointAt(after, newEnd),
  };
}

function pointAt(text: string, offset: number): Point {
  let row = 0;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    row++;
    lineStart = at + 1;
  }
  return { row, column: offset - lineStart };
}
