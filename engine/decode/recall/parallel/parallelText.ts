/** What the text of a hole is after its most parallel place. Pure: text in, text out. */
import { indentationAt } from '../../../text/indentation';
import { takeEnclosing } from './enclosing';
import { findParallel, wordsIn, type Borders, type Parallel } from './parallel';
import { textStaysInBlock } from './staysInBlock';
import { textOf, type Fit } from './textOf';
import { wordsOf, type Words } from './words';

/** What a border that cuts a word leaves of it outside the hole. */
const BEGUN = /[\p{L}\p{N}_$]*$/u;
/** The longest such rest, in UTF-16 units. */
const MOST_BEGUN = 100;
const ENDED = /^[\p{L}\p{N}_$]*/u;

/** Places looked for, one after the other, where what they propose was refused. */
const MOST_TRIES = 8;

export interface ParallelText {
  readonly text: string;
  /** How much agrees around, see `Parallel`. */
  readonly score: number;
  /** Where it stands: which of the texts looked through, and which part of it. */
  readonly source: { readonly of: 'before' | 'after' | number; readonly start: number; readonly end: number };
}

export interface Wanted {
  /** What must not be proposed, white space apart. */
  readonly refused?: readonly string[];
  /** What stands there now, and must not be proposed either. A text in its place stays in its block if it does. */
  readonly replaced?: string;
  /** What else must be true of it. */
  readonly accepts?: (text: string) => boolean;
  /** Agreement below which nothing is parallel. */
  readonly least?: number;
}

/**
 * Looks through the text on both sides and `elsewhere`. A word that touches the hole may go on in it, so it is no part of
 * what must agree: what is proposed has to begin or end with it. `undefined`: nothing is parallel.
 */
export function parallelTextFor(
  before: string,
  after: string,
  elsewhere: readonly Words[],
  { refused = [], replaced, accepts = () => true, least = -Infinity }: Wanted = {},
): ParallelText | undefined {
  const [begun, ended] = [BEGUN.exec(before.slice(-MOST_BEGUN))?.[0] ?? '', ENDED.exec(after)?.[0] ?? ''];
  const [ahead, behind] = [before.slice(0, before.length - begun.length), after.slice(ended.length)];
  const [left, right] = [wordsOf(ahead), wordsOf(behind)];
  const fit = fitOf(ahead, left, behind, right);
  const unwanted = new Set([...refused, ...listed(replaced)].map((text) => spelled(begun + text + ended)));
  const isDedented = fit.before.includes('\n') && fit.indentation.length < fit.above.length;
  const staysThere = !!replaced?.trim() && textStaysInBlock(replaced, fit.indentation);
  const rules = { refused: new Set(unwanted), staysInBlock: staysThere, isDedented };
  const borders = { left, right, ...breaksOf(fit, { begun, ended }), begun, ended, ...rules };
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const found = findParallel(borders, [left, right, ...elsewhere], least);
    if (!found) return undefined;
    const words = wordsIn(found);
    const whole = wholeText(found, borders, fit);
    const text = between(begun, whole, ended);
    if (text === undefined) return undefined;
    if (!unwanted.has(spelled(whole)) && accepts(text)) {
      return { text, score: found.score, source: sourceOf(found, borders, elsewhere) };
    }
    // What else is asked of it, or names that the lines around give, made it what is refused.
    borders.refused.add(words);
  }
  return undefined;
}

const listed = (text: string | undefined): readonly string[] => (text === undefined ? [] : [text]);
const spelled = (text: string): string => wordsOf(text).words.join(' ');

function fitOf(ahead: string, left: Words, behind: string, right: Words): Fit {
  return {
    before: ahead.slice(ahead.trimEnd().length),
    behind: behind.slice(0, behind.length - behind.trimStart().length),
    indentation: indentationAt(ahead, ahead.length),
    above: indentationAt(ahead, left.starts.at(-1) ?? 0),
    isFirst: left.words.length === 0,
    isLast: right.words.length === 0,
  };
}

/** Whether a line breaks at a border. Where it has no space and is at a word's end, that is for the hole to say. */
function breaksOf(
  { before, behind, isFirst, isLast }: Fit,
  { begun, ended }: Pick<Borders, 'begun' | 'ended'>,
): Pick<Borders, 'breaksLeft' | 'breaksRight'> {
  return {
    breaksLeft: before === '' && begun === '' && !isFirst ? undefined : before.includes('\n'),
    breaksRight: behind === '' && ended === '' && !isLast ? undefined : behind.includes('\n'),
  };
}

/** With what the borders leave of its first and last word. */
function wholeText(found: Parallel, { left }: Borders, fit: Fit): string {
  const { place, from, renaming } = found;
  const there = { words: place, at: from, indentation: indentationAt(place.text, place.starts[from] ?? 0).length };
  takeEnclosing(renaming, there, { words: left, at: left.words.length, indentation: fit.indentation.length });
  return textOf(found, fit);
}

function sourceOf(
  { place, from, to }: Parallel,
  { left, right, ended }: Borders,
  elsewhere: readonly Words[],
): ParallelText['source'] {
  const of = place === left ? 'before' : place === right ? 'after' : elsewhere.indexOf(place);
  const skipped = of === 'after' ? ended.length : 0;
  const [start = 0, end = 0] = [place.starts[from], place.ends[to - 1]];
  return { of, start: start + skipped, end: end + skipped };
}

/** What `text` has between the two; `undefined` if it does not begin and end so, or has nothing between. */
function between(begun: string, text: string, ended: string): string | undefined {
  const isLonger = text.length > begun.length + ended.length;
  if (!isLonger || !text.startsWith(begun) || !text.endsWith(ended)) return undefined;
  return text.slice(begun.length, text.length - ended.length);
}
