/** What stands in a parallel, as the hole would have it: in its names, spaced as its borders are, indented as its line. */
import type { Parallel } from './parallel';

/** The blanks between the words around a hole and the hole, and those that its line begins with. */
export interface Fit {
  readonly before: string;
  readonly behind: string;
  readonly indentation: string;
}

export function textOf({ place, from, to, renaming }: Parallel, { before, behind, indentation }: Fit): string {
  const { text, words, starts, ends } = place;
  const space = (at: number): string => text.slice(ends[at - 1], starts[at]);
  const isAtLineStart = before.endsWith('\n');
  const own = indentationAt(text, starts[from] ?? 0);
  let written = before === '' || isAtLineStart ? lastLineOf(space(from)) : '';
  for (let at = from; at < to; at++) {
    if (at > from) written += isAtLineStart ? space(at) : moved(space(at), own, indentation);
    written += renaming.apply(words[at] ?? '');
  }
  return behind === '' && !space(to).includes('\n') ? written + space(to) : written;
}

/** Blanks that the line of `offset` begins with. */
export function indentationAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** The space between two words; where a line breaks in it, the next begins with `now` instead of `old`. */
function moved(space: string, old: string, now: string): string {
  const blanks = lastLineOf(space);
  if (blanks === space) return space;
  const fewer = Math.max(0, now.length - old.length + blanks.length);
  const rest = blanks.startsWith(old) ? now + blanks.slice(old.length) : now.slice(0, fewer);
  return space.slice(0, space.length - blanks.length) + rest;
}

const lastLineOf = (space: string): string => space.slice(space.lastIndexOf('\n') + 1);
