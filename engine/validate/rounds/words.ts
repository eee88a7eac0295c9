/**
 * A draft's cells in the units in which text goes wrong: a name, a number, a string, a bracket. Tokens cut across them
 * (`pri`, `ce`; `",`), and half a name says nothing about what the whole should be.
 */
import type { Span } from '../../protocol/messages';
import type { DraftHole } from './draft';

export interface Word {
  /** Whole cells: every cell that the unit touches. */
  readonly span: Span;
  /** The unit itself: the first cell may begin with the space before it. */
  readonly unit: Span;
}

const UNIT = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[\p{L}\p{N}_$]+(?:\.\p{N}+)?|[^\s]/gu;

/** In order; neighbours may share a cell. Pinned cells belong to no word. */
export function wordsOf(text: string, { span, cells }: DraftHole): Word[] {
  const free = cells.filter((cell) => !cell.pinned && cell.span.end > cell.span.start);
  return [...text.slice(span.start, span.end).matchAll(UNIT)].flatMap((match) => {
    const start = span.start + match.index;
    const end = start + match[0].length;
    const touched = free.filter((cell) => cell.span.start < end && start < cell.span.end);
    const [first] = touched;
    const last = touched.at(-1);
    if (!first || !last) return [];
    return [{ span: { start: first.span.start, end: last.span.end }, unit: { start, end } }];
  });
}
