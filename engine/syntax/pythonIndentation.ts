/**
 * Indentation of Python, as its reference has it (2.1.8): a block is indented deeper than the line with the colon before it,
 * nothing else is, and what ends a block goes back to the depth of one around it. tree-sitter forgives all of that.
 */
import type { Span } from '../protocol/messages';
import { lexiconOf, tokenAt } from '../validate/lexicon';

interface LogicalLine {
  readonly start: number;
  /** Columns; a tab goes on to the next multiple of eight. */
  readonly depth: number;
  readonly opensBlock: boolean;
}

/** Where lines stand at a wrong depth. */
export function indentationProblems(text: string): Span[] {
  const problems: Span[] = [];
  const depths = [0];
  const top = (): number => depths.at(-1) ?? 0;
  let mustBeDeeper = false;
  for (const { start, depth, opensBlock } of logicalLines(text)) {
    const isDeeper = depth > top();
    while (depth < top()) depths.pop();
    if (isDeeper !== mustBeDeeper || (!isDeeper && depth !== top())) problems.push({ start, end: start + 1 });
    // What is wrong once is not wrong again for the lines behind it.
    if (depth > top()) depths.push(depth);
    mustBeDeeper = opensBlock;
  }
  return problems;
}

/** What neither ends a line nor begins anything; most of a text. */
const WORDS = /[^\n'"#()[\]{}\\:\s]+/y;

function logicalLines(text: string): LogicalLine[] {
  const lexicon = lexiconOf('python');
  const lines: LogicalLine[] = [];
  let brackets = 0;
  let line: LogicalLine | undefined;
  for (let at = 0; lexicon && at < text.length;) {
    const char = text[at] ?? '';
    if (char === '\n' && brackets === 0 && text[at - 1] !== '\\') {
      if (line) lines.push(line);
      line = undefined;
      at++;
      continue;
    }
    WORDS.lastIndex = at;
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
