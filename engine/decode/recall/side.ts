/** The document around a canvas, as what is recalled from it is looked up. */

/** Tokens of the text on either side that are looked through, nearest first. */
const REACH = 4096;

export interface Places {
  /** The document's tokens on both sides of the canvas, in reading order. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** One side of the document, as far as it is looked through, and where each token stands in it. */
export class Side {
  private readonly where = new Map<number, number[]>();

  constructor(readonly ids: readonly number[]) {
    for (const [at, id] of ids.entries()) {
      const known = this.where.get(id);
      if (known) known.push(at);
      else this.where.set(id, [at]);
    }
  }

  standing(id: number | undefined): readonly number[] {
    return id === undefined ? [] : (this.where.get(id) ?? []);
  }
}

export function sidesOf({ before, after }: Places): readonly Side[] {
  return [sideOf(before, () => before.slice(-REACH)), sideOf(after, () => after.slice(0, REACH))];
}

/** How many of `wanted` stand in a row, the first of them at `from`. */
export function agreeing(ids: ArrayLike<number>, from: number, step: 1 | -1, wanted: readonly number[]): number {
  let count = 0;
  while (count < wanted.length && ids[from + step * count] === wanted[count]) count++;
  return count;
}

/** A run asks with the same arrays in every pass. */
const sides = new WeakMap<readonly number[], Side>();

function sideOf(ids: readonly number[], near: () => readonly number[]): Side {
  const known = sides.get(ids) ?? new Side(near());
  sides.set(ids, known);
  return known;
}
