/** How far the words at a place agree with those at one border of a hole, going away from it. */
import { Renaming } from './renaming';
import { isSame, weightOf, type Words } from './words';

/** Words compared. */
const MOST_COMPARED = 64;
/**
 * A pair of names that stand for each other: less than a word that is the same, and in all no more than what is. Any prose
 * is any other up to renaming.
 */
const RENAMED = 0.5;

/** Where the document ends at the hole, an end of a line agrees as a word and a sign do. */
const EDGE = 1.5;

/** One border of a hole, and a text in which places like it are looked for. */
export interface Comparison {
  readonly place: Words;
  readonly side: Words;
  /** The word of `side` that is nearest to the hole. */
  readonly first: number;
  readonly step: 1 | -1;
  /** Whether a line break is between that word and what stands in the hole, if that is known. */
  readonly breaks: boolean | undefined;
}

/** What agrees, 1 a word, half of that a sign or a renamed name, and what stands for what in it. */
export interface Agreement {
  readonly score: number;
  readonly renaming: Renaming;
}

/** Places are counted by the word behind them. `renaming` is what agrees already; it takes more. */
export function agreementAt(comparison: Comparison, at: number, renaming = Renaming.none()): Agreement {
  return { score: agreement(comparison, at, (there, here) => renaming.take(there, here)), renaming };
}

/** For each place, the most that can agree there: if names may stand for any others; and the most of these. */
export function mostAt(comparison: Comparison): { readonly most: Float32Array; readonly best: number } {
  const most = new Float32Array(comparison.place.words.length);
  let best = 0;
  for (const at of candidates(comparison)) {
    const score = agreement(comparison, at, anyName);
    most[at] = score;
    if (score > best) best = score;
  }
  return { most, best };
}

const anyName = (): boolean => true;

/** Places where the nearest word agrees. Every word of a project is asked, so the lists are looked up once. */
function candidates({ place, side, first, step, breaks }: Comparison): readonly number[] {
  const { hashes, breaks: breaksThere, names } = place;
  const isEdge = side.words.length === 0;
  const wanted = isEdge || breaks;
  const [hash, isName] = [side.hashes[first], side.names[first] === true];
  const found: number[] = [];
  for (let at = 1; at < hashes.length; at++) {
    if (wanted !== undefined && breaksThere[at] !== wanted) continue;
    const there = step > 0 ? at : at - 1;
    if (isEdge || hashes[there] === hash || (isName && names[there])) found.push(at);
  }
  return found;
}

/** `mayStandFor`: whether a word there stands for one here; asked of the same words, too. */
function agreement(
  { place, side, first, step }: Comparison,
  at: number,
  mayStandFor: (there: string, here: string) => boolean,
): number {
  if (side.words.length === 0) return EDGE;
  // Lines must break between the same words; to the left, the break belongs to the word compared before.
  const [start, behind] = step > 0 ? [at, 0] : [at - 1, 1];
  let [same, renamed] = [0, 0];
  for (let i = 0; i < MOST_COMPARED; i++) {
    const [old, now] = [start + step * i, first + step * i];
    const [there, here] = [place.words[old], side.words[now]];
    if (there === undefined || here === undefined) break;
    if (i > 0 && place.breaks[old + behind] !== side.breaks[now + behind]) break;
    const isAlike = isSame(place, old, side, now);
    if (!isAlike && !(place.names[old] && side.names[now])) break;
    if (!mayStandFor(there, here)) break;
    if (isAlike) same += weightOf(there);
    else renamed += RENAMED;
  }
  return same + Math.min(renamed, same);
}
