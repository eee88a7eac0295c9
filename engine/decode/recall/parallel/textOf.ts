/** What stands in a parallel, as the hole would have it: in its names, spaced as its borders are, indented as its line. */
import { indentationAt } from '../../../text/indentation';
import type { Parallel } from './parallel';

/** The blanks around a hole, and those that begin its line and the line of the word before it. */
export interface Fit {
  readonly before: string;
  readonly behind: string;
  readonly indentation: string;
  readonly above: string;
  /** Nothing but blanks is before it, or behind it. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

export function textOf({ place, from, to, renaming }: Parallel, fit: Fit): string {
  const { text, words, starts, ends } = place;
  const space = (at: number): string => text.slice(ends[at - 1], starts[at]);
  const above = indentationAt(text, starts[from - 1] ?? 0);
  const own = fit.before === '' ? above : indentationAt(text, starts[from] ?? 0);
  const indentation = indentationOf(own, above, fit);
  let written = fit.before === '' ? moved(space(from), own, indentation) : indentation.slice(fit.indentation.length);
  for (let at = from; at < to; at++) {
    if (at > from) written += moved(space(at), own, indentation);
    written += renaming.apply(words[at] ?? '');
  }
  return fit.behind === '' && !fit.isLast ? written + moved(space(to), own, indentation) : written;
}

/**
 * Blanks that the hole's first line begins with: those that stand there, or more, if it is deeper than the line above it
 * by as much as it is in the parallel.
 */
function indentationOf(own: string, above: string, fit: Fit): string {
  if (!fit.before.includes('\n')) return fit.indentation;
  const wanted = lastLineOf(moved(`\n${own}`, above, fit.above));
  return wanted.startsWith(fit.indentation) ? wanted : fit.indentation;
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
