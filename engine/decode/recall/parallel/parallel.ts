/**
 * The place elsewhere whose surroundings are most like a hole's, up to a consistent renaming. What recall says cell by
 * cell this says of a whole hole, its length included. Pure.
 */
import { agreementAt, mostAt, type Comparison } from './agreement';
import type { Renaming } from './renaming';
import { isDedented, staysInBlock } from './staysInBlock';
import type { Words } from './words';

/** More agreement than that on one side adds nothing. */
const MOST_SCORE = 50;
/** Below, one side agrees in no more than signs. */
const HARDLY = 1.5;
/** Places of a text that one border alone proposes, the best of them. */
const MOST_PLACES = 150;
/** Agreement from which the border on the right may propose any. */
const SURE_RIGHT = 4;
/** Words that may stand in a hole. */
const MOST_WORDS = 60;
/** What each of them costs: the more there are, the more of them are others here. Chosen on validation holes. */
const WORD_COST = 0.3;

/** The whole words before a hole and behind it, and whether a line break is between them and the hole, if that is known. */
export interface Borders {
  readonly left: Words;
  readonly right: Words;
  readonly breaksLeft: boolean | undefined;
  readonly breaksRight: boolean | undefined;
  /** What the document has of a hole's first and of its last word, `''` where a border is between words. */
  readonly begun: string;
  readonly ended: string;
  /** What must not stand in the hole, see `wordsIn`. */
  readonly refused: ReadonlySet<string>;
  /** Whether only what stays in its block may stand there, as what is replaced did. */
  readonly staysInBlock: boolean;
  /** Whether it stands behind a block that a line break ends. */
  readonly isDedented: boolean;
}

export interface Parallel {
  /** How much agrees around it, of both sides together, see `Agreement`, less what its words cost. Below 100. */
  readonly score: number;
  readonly place: Words;
  /** Its words, from the first to the one behind the last. */
  readonly from: number;
  readonly to: number;
  readonly renaming: Renaming;
}

/** `undefined`: nowhere does as much agree as `least`. Of equal ones the first is taken. */
export function findParallel(borders: Borders, places: readonly Words[], least: number): Parallel | undefined {
  const search = new Search(borders, least);
  const { left, right, breaksLeft, breaksRight } = borders;
  for (const place of places) {
    const before = aspect({ place, side: left, first: left.words.length - 1, step: -1, breaks: breaksLeft });
    const behind = aspect({ place, side: right, first: 0, step: 1, breaks: breaksRight });
    search.pair(before, behind, 0);
    search.pair(behind, before, SURE_RIGHT);
  }
  return search.best;
}

interface Aspect extends Comparison {
  /** See `mostAt`. */
  readonly most: Float32Array;
  /** The most of all. */
  readonly best: number;
}

const aspect = (comparison: Comparison): Aspect => ({ ...comparison, ...mostAt(comparison) });

class Search {
  best: Parallel | undefined;

  constructor(
    private readonly borders: Borders,
    private readonly least: number,
  ) {}

  /** Pairs each place where `near` agrees, with `least` at least, with those behind it where `far` does, too. */
  pair(near: Aspect, far: Aspect, least: number): void {
    if (!this.mayWin(near.best, far.best, 1)) return;
    for (const at of likeliest(near.most, least)) {
      if (!this.mayWin(near.most[at] ?? 0, far.best, 1)) return;
      const one = agreementAt(near, at);
      const { size } = one.renaming;
      if (!this.mayWin(one.score, far.best, 1)) continue;
      for (let words = 1; words < MOST_WORDS; words++) {
        // Away from what agrees: to the right of the border on the left.
        const other = at - near.step * words;
        if (!this.mayWin(one.score, far.most[other] ?? 0, words)) continue;
        const { score, renaming } = agreementAt(far, other, one.renaming);
        if (this.mayWin(one.score, score, words)) {
          const [from, to] = at < other ? [at, other] : [other, at];
          const found = { score: scoreOf(one.score, score, words), place: near.place, from, to, renaming };
          if (mayStand(found, this.borders)) this.best = { ...found, renaming: renaming.copy() };
        }
        renaming.takeBack(size);
      }
    }
  }

  private mayWin(one: number, other: number, words: number): boolean {
    if (one <= 0 || other <= 0) return false;
    const score = scoreOf(one, other, words);
    return this.best ? score > this.best.score : score >= this.least;
  }
}

function mayStand(found: Parallel, borders: Borders): boolean {
  const { place, from, to } = found;
  if (borders.staysInBlock) {
    if (!staysInBlock(place, from, to) || (isDedented(place, from) && !borders.isDedented)) return false;
  }
  return isWhole(found, borders) && !isRefused(found, borders);
}

function isRefused(found: Parallel, { refused }: Borders): boolean {
  return refused.size > 0 && refused.has(wordsIn(found));
}

/** In the names that stand around, with a space between. */
export function wordsIn({ place, from, to, renaming }: Parallel): string {
  return Array.from(place.words.slice(from, to), (word) => renaming.apply(word)).join(' ');
}

/** Whether its first and last word are those that the hole's borders cut, in the names that stand around. */
function isWhole({ place, from, to, renaming }: Parallel, { begun, ended }: Borders): boolean {
  const word = (at: number): string => renaming.apply(place.words[at] ?? '');
  return (begun === '' || word(from).startsWith(begun)) && (ended === '' || word(to - 1).endsWith(ended));
}

function scoreOf(one: number, other: number, words: number): number {
  return together(one, other) - WORD_COST * words;
}

/** Of both sides. Where one hardly agrees, the other counts a quarter. */
function together(one: number, other: number): number {
  const [least, most] = [Math.min(one, other, MOST_SCORE), Math.min(Math.max(one, other), MOST_SCORE)];
  return least < HARDLY ? least + most / 4 : least + most;
}

/** The places that may agree most, with `least` at least. */
function likeliest(most: Float32Array, least: number): readonly number[] {
  const places: number[] = [];
  for (let at = 1; at < most.length; at++) {
    const score = most[at] ?? 0;
    if (score > 0 && score >= least) places.push(at);
  }
  return places.sort((a, b) => (most[b] ?? 0) - (most[a] ?? 0)).slice(0, MOST_PLACES);
}
