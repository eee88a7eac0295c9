/** What the text of a hole is after its most parallel place. Pure: text in, text out. */
import { takeEnclosing } from './enclosing';
import { findParallel } from './parallel';
import { indentationAt, textOf, type Fit } from './textOf';
import { wordsOf, type Words } from './words';

/** What a border that cuts a word leaves of it outside the hole. */
const BEGUN = /[\p{L}\p{N}_$]*$/u;
const ENDED = /^[\p{L}\p{N}_$]*/u;

export interface ParallelText {
  readonly text: string;
  /** How much agrees around, see `Parallel`. */
  readonly score: number;
  /** Where it stands: which of the texts looked through, and which part of it. */
  readonly source: { readonly of: 'before' | 'after' | number; readonly start: number; readonly end: number };
}

/**
 * Looks through the text on both sides and `elsewhere`. A word that touches the hole may go on in it, so it is no part of
 * what must agree: what is proposed has to begin or end with it. `undefined`: nothing is parallel.
 */
export function parallelTextFor(before: string, after: string, elsewhere: readonly Words[]): ParallelText | undefined {
  const [begun, ended] = [BEGUN.exec(before)?.[0] ?? '', ENDED.exec(after)?.[0] ?? ''];
  const [ahead, behind] = [before.slice(0, before.length - begun.length), after.slice(ended.length)];
  const [left, right] = [wordsOf(ahead), wordsOf(behind)];
  const fit = fitOf(ahead, left, behind, right);
  const breaks = {
    breaksLeft: begun === '' && left.words.length > 0 ? breakIn(fit.before) : fit.before.includes('\n'),
    breaksRight: ended === '' && right.words.length > 0 ? breakIn(fit.behind) : fit.behind.includes('\n'),
  };
  const found = findParallel({ left, right, ...breaks, begun, ended }, [left, right, ...elsewhere]);
  if (!found) return undefined;
  const { place, from, renaming, score } = found;
  const there = { words: place, at: from, indentation: indentationAt(place.text, place.starts[from] ?? 0).length };
  takeEnclosing(renaming, there, { words: left, at: left.words.length, indentation: fit.indentation.length });
  const text = between(begun, textOf(found, fit), ended);
  if (text === undefined) return undefined;
  const of = place === left ? 'before' : place === right ? 'after' : elsewhere.indexOf(place);
  const skipped = of === 'after' ? ended.length : 0;
  const [start = 0, end = 0] = [place.starts[from], place.ends[found.to - 1]];
  return { text, score, source: { of, start: start + skipped, end: end + skipped } };
}

function fitOf(ahead: string, left: Words, behind: string, right: Words): Fit {
  return {
    before: /\s*$/.exec(ahead)?.[0] ?? '',
    behind: /^\s*/.exec(behind)?.[0] ?? '',
    indentation: indentationAt(ahead, ahead.length),
    above: indentationAt(ahead, left.starts.at(-1) ?? 0),
    isLast: right.words.length === 0,
  };
}

/** Whether a line breaks in the space at a border; where there is none, it may in the hole. */
function breakIn(space: string): boolean | undefined {
  return space === '' ? undefined : space.includes('\n');
}

/** What `text` has between the two; `undefined` if it does not begin and end so, or has nothing between. */
function between(begun: string, text: string, ended: string): string | undefined {
  const isLonger = text.length > begun.length + ended.length;
  if (!isLonger || !text.startsWith(begun) || !text.endsWith(ended)) return undefined;
  return text.slice(begun.length, text.length - ended.length);
}
