/** Places in a file as the command line writes them: `L:C` and `L:C-L:C`, 1-based, ends exclusive. */
import { EngineError } from '../protocol/errors';
import type { Span } from '../protocol/messages';
import { type Lines, type Position } from '../text/positions';

export function parsePosition(argument: string): Position {
  const match = /^(\d+):(\d+)$/.exec(argument);
  if (!match) throw new EngineError('input', `'${argument}' is not a position: write LINE:COLUMN, e.g. 12:5`);
  return { line: Number(match[1]), column: Number(match[2]) };
}

/** The span that `L:C-L:C` names. Throws an `input` error if it is malformed, reversed or outside the text. */
export function parseRange(argument: string, lines: Lines): Span {
  const [from, to, ...rest] = argument.split('-');
  if (from === undefined || to === undefined || rest.length > 0) {
    throw new EngineError('input', `'${argument}' is not a range: write LINE:COLUMN-LINE:COLUMN, e.g. 12:5-14:1`);
  }
  const span = { start: lines.offsetAt(parsePosition(from)), end: lines.offsetAt(parsePosition(to)) };
  if (span.start > span.end) {
    throw new EngineError('input', `range ${argument} is reversed: write ${to}-${from}`);
  }
  return span;
}

export function formatRange({ start, end }: Span, lines: Lines): string {
  const [from, to] = [lines.positionAt(start), lines.positionAt(end)];
  return `${from.line}:${from.column}-${to.line}:${to.column}`;
}
