/**
 * Where a text repeats itself as text does not. A weak model that has written a token or a line twice is all the surer of
 * writing it again; and cells that one pass decides do not see each other. Related: no-repeat n-grams (Paulus et al. 2017),
 * DRY (llama.cpp). Here a sequence of tokens may not
 *
 * - follow itself at once if it is a single word,
 * - come more than four times in a row if it is a single other token,
 * - come more than twice in a row if it has 2 to 24 tokens,
 *
 * unless the document beside the hole repeats it as often; other blocks of the same hole do not count as the document. 1.25 million tokens of published code break this at 0.4 to
 * 0.5 in 1,000, most of them digits.
 */

const LONGEST_UNIT = 24;
/** How much of the document beside a block is looked at: the longest unit, as often as is one too many. */
export const REACH = 3 * LONGEST_UNIT;

/** A block with what stands beside it. */
export interface Place {
  /** Token ids in reading order; `undefined` where nothing is decided. */
  readonly ids: (number | undefined)[];
  /** Where the block begins and ends in `ids`. */
  readonly start: number;
  readonly end: number;
  /** The same of its whole hole: what is outside is the document's own. */
  readonly hole: { readonly start: number; readonly end: number };
  readonly isWord: (id: number) => boolean;
}

export interface Repeat {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** Tokens that the place `at` may not take, given its neighbours: those that would repeat one of them too often. */
export function repeatingIds(place: Place, at: number): ReadonlySet<number> {
  const banned = new Set<number>();
  for (let unit = 1; unit <= LONGEST_UNIT; unit++) {
    for (const [neighbour, second] of [
      [at - unit, at],
      [at + unit, at + unit],
    ] as const) {
      const id = place.ids[neighbour];
      if (id === undefined || banned.has(id)) continue;
      if (withId(place, at, id, () => repeatOf(place, second, unit))) banned.add(id);
    }
  }
  return banned;
}

/** Whether `id` at `at` would be part of a repetition that is one too many. */
export function repeats(place: Place, at: number, id: number): boolean {
  return withId(place, at, id, () => repeatAt(place, at)) !== undefined;
}

function withId<T>({ ids }: Place, at: number, id: number, look: () => T): T {
  const before = ids[at];
  ids[at] = id;
  const found = look();
  ids[at] = before;
  return found;
}

/** The repetition that the token at `at` is part of, if it is one too many. */
export function repeatAt(place: Place, at: number): Repeat | undefined {
  for (let unit = 1; unit <= LONGEST_UNIT; unit++) {
    const found = repeatOf(place, at, unit) ?? repeatOf(place, at + unit, unit);
    if (found) return found;
  }
  return undefined;
}

/** The stretch around `second` in which every token equals the one `unit` before it, if it is too long. */
function repeatOf({ ids, hole, isWord }: Place, second: number, unit: number): Repeat | undefined {
  if (!followsItself(ids, second, unit)) return undefined;
  let [first, last] = [second, second];
  while (followsItself(ids, first - 1, unit)) first--;
  while (followsItself(ids, last + 1, unit)) last++;
  const allowed = unit * most(unit, ids[second] ?? -1, isWord);
  if (last - first + 1 < allowed) return undefined;
  const before = Math.min(last + 1, hole.start) - first;
  const behind = last + 1 - Math.max(first, hole.end + unit);
  return Math.max(before, behind) < allowed ? { from: first - unit, to: last + 1 } : undefined;
}

function followsItself(ids: Place['ids'], at: number, unit: number): boolean {
  return at >= unit && ids[at] !== undefined && ids[at] === ids[at - unit];
}

/** How often a unit may come in a row. */
function most(unit: number, id: number, isWord: Place['isWord']): number {
  if (unit > 1) return 2;
  return isWord(id) ? 1 : 4;
}
