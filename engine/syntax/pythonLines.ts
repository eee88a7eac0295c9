/** Python's logical lines: a line goes on in the next only within brackets or strings, or after a backslash. */
import type { Span } from '../protocol/messages';
import { lexiconOf, tokenAt } from '../validate/lexicon';

export interface LogicalLine {
  readonly start: number;
  /** Columns; a tab goes on to the next multiple of eight. */
  readonly depth: number;
  readonly opensBlock: boolean;
}

/** What joins two lines. A comment may end with a backslash, too, which joins nothing. */
const JOINT = /\\\r?\n/y;
/** What neither ends a line nor begins anything; most of a text. */
const WORDS = /[^\n'"#()[\]{}\\:\s]+/y;

export function logicalLines(text: string): LogicalLine[] {
  const lexicon = lexiconOf('python');
  const lines: LogicalLine[] = [];
  let brackets = 0;
  let line: LogicalLine | undefined;
  for (let at = 0; lexicon && at < text.length;) {
    const char = text[at] ?? '';
    if (char === '\n' && brackets === 0) {
      if (line) lines.push(line);
      line = undefined;
      at++;
      continue;
    }
    WORDS.lastIndex = JOINT.lastIndex = at;
    if (JOINT.test(text)) {
      line = { ...(line ?? begun(text, at)), opensBlock: false };
      at = JOINT.lastIndex;
      continue;
    }
    if (line && WORDS.test(text)) {
      line = { ...line, opensBlock: false };
      at = WORDS.lastIndex;
      continue;
    }
    const token = tokenAt(text, at, lexicon);
    if (!/\s|#/.test(char)) line = { ...(line ?? begun(text, at)), opensBlock: char === ':' && brackets === 0 };
    if (token.kind === 'open') brackets++;
    else if (token.kind === 'close') brackets = Math.max(0, brackets - 1);
    at = token.end;
  }
  return line ? [...lines, line] : lines;
}

function begun(text: string, at: number): LogicalLine {
  const indentation = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  const depth = [...indentation].reduce((column, char) => (char === '\t' ? column - (column % 8) + 8 : column + 1), 0);
  return { start: at, depth, opensBlock: false };
}

/** Where one of `wholes`, each of which belongs on one line, goes on in another. Both in order. */
export function lineProblems(lines: readonly LogicalLine[], wholes: readonly Span[]): Span[] {
  const problems: Span[] = [];
  let next = 0;
  for (const { start, end } of wholes) {
    while ((lines[next]?.start ?? Infinity) <= start) next++;
    const broken = lines[next]?.start ?? Infinity;
    if (broken < end && problems.at(-1)?.start !== broken) problems.push({ start: broken, end: broken + 1 });
  }
  return problems;
}
