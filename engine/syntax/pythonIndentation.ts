/**
 * Indentation of Python, as its reference has it (2.1.8): a block is indented deeper than the line with the colon before it,
 * nothing else is, and what ends a block goes back to the depth of one around it. tree-sitter forgives all of that.
 */
import type { Span } from '../protocol/messages';
import type { LogicalLine } from './pythonLines';

/** Where lines stand at a wrong depth. */
export function indentationProblems(lines: readonly LogicalLine[]): Span[] {
  const problems: Span[] = [];
  const depths = [0];
  const top = (): number => depths.at(-1) ?? 0;
  let mustBeDeeper = false;
  for (const { start, depth, opensBlock } of lines) {
    const isDeeper = depth > top();
    while (depth < top()) depths.pop();
    if (isDeeper !== mustBeDeeper || (!isDeeper && depth !== top())) problems.push({ start, end: start + 1 });
    // What is wrong once is not wrong again for the lines behind it.
    if (depth > top()) depths.push(depth);
    mustBeDeeper = opensBlock;
  }
  return problems;
}
