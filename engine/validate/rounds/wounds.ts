/**
 * From problems to the places that may be to blame: what a problem points at, and what is around it, further from round
 * to round. A validator names a symptom: `count: 'three'` is blamed on `count`, a missing comma on whatever comes next.
 */
import type { Problem, Span } from '../../protocol/messages';
import type { Draft, DraftHole } from './draft';
import { type Word, wordsOf } from './words';

export interface Wound {
  /** Whole cells; empty between two words, where something may be missing. */
  readonly span: Span;
  /** Words between it and what the problem points at: 0 there, and the likelier to blame. */
  readonly distance: number;
  /** The word that it is, which its cells may exceed; absent for a gap. */
  readonly word?: Span;
}

/** Words on each side of a problem that a round looks at; after these rounds, the whole line. */
const REACH: readonly number[] = [0, 2];

/** One group per line that problems point at: each has its own cause. `round` counts from 1. */
export function woundsOf({ text, holes }: Draft, problems: readonly Problem[], round: number): Wound[][] {
  return holes.flatMap((hole) => {
    const words = wordsOf(text, hole);
    const blamedSpans = problems.map(({ span }) => blamed(hole, span));
    return byLine(text, blamedSpans).map((spans) =>
      distinct(spans.flatMap((span) => [...gapsAt(hole, words, span), ...around(text, words, span, round)])),
    );
  });
}

function byLine(text: string, spans: readonly Span[]): Span[][] {
  const lines = new Map<number, Span[]>();
  for (const span of spans) {
    const line = lineStart(text, span.start);
    lines.set(line, [...(lines.get(line) ?? []), span]);
  }
  return [...lines.values()];
}

/** A problem elsewhere is one that the hole has caused: with a bracket that it should have closed, at its end. */
function blamed({ span }: DraftHole, problem: Span): Span {
  if (problem.end < span.start || problem.start > span.end) return { start: span.end, end: span.end };
  return { start: Math.max(problem.start, span.start), end: Math.min(problem.end, span.end) };
}

function around(text: string, words: readonly Word[], core: Span, round: number): Wound[] {
  const reach = REACH[round - 1];
  const { first, last } = wordsAt(words, core);
  const line = lineStart(text, core.start);
  return words.flatMap(({ span, unit }, i) => {
    const distance = Math.max(first - i, i - Math.max(last, first - 1), 0);
    const isNear = reach === undefined ? lineStart(text, unit.start) === line : distance <= reach;
    return isNear ? [{ span, distance, word: unit }] : [];
  });
}

/** Where a problem points between words, something is missing: between them, or in the token on either side. */
function gapsAt({ cells }: DraftHole, words: readonly Word[], core: Span): Wound[] {
  const { first, last } = wordsAt(words, core);
  if (last >= first || cells.some(({ pinned, span }) => pinned && span.start < core.end && core.start < span.end))
    return [];
  const at = words[first - 1]?.span.end ?? core.start;
  const beside = [cells.findLast(({ span }) => span.end <= at), cells.find(({ span }) => span.start >= at)];
  const free = beside.flatMap((cell) => (cell && !cell.pinned ? [cell.span] : []));
  if (free.length === 0) return [];
  return [{ start: at, end: at }, ...free].map((span) => ({ span, distance: 0 }));
}

/** The first and the last word that a problem touches; the last comes before the first where it touches none. */
function wordsAt(words: readonly Word[], { start, end }: Span): { readonly first: number; readonly last: number } {
  const first = words.findIndex((word) => word.span.end > start);
  return { first: first < 0 ? words.length : first, last: words.findLastIndex((word) => word.span.start < end) };
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Of words that share a cell, `.` and a name, the name is what may be wrong. */
function isNearer(wound: Wound, known: Wound): boolean {
  if (wound.distance !== known.distance) return wound.distance < known.distance;
  return wordLength(wound) > wordLength(known);
}

const wordLength = ({ word }: Wound): number => (word ? word.end - word.start : 0);

/** Words may share cells, and problems words. */
function distinct(wounds: readonly Wound[]): Wound[] {
  const byPlace = new Map<string, Wound>();
  for (const wound of wounds) {
    const place = `${wound.span.start}-${wound.span.end}`;
    const known = byPlace.get(place);
    if (!known || isNearer(wound, known)) byPlace.set(place, wound);
  }
  return [...byPlace.values()];
}
