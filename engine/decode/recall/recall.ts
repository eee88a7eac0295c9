/**
 * What a document itself says about an open cell: the tokens that stand where the same neighbours stand. Code repeats
 * itself within a file far more than between files (Tu, Su & Devanbu 2014, "On the localness of software"), and unlike a
 * cache of what came before (Kuhn & De Mori 1990) this one looks at both sides. Pure.
 */

/** Neighbours looked at on either side. */
const MOST = 4;
/** Tokens of the text on either side that are looked through, nearest first. */
const REACH = 4096;

export interface Places {
  /** The document's tokens on both sides of the canvas, in reading order. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export interface Recall {
  /** How often each token stands in the places that agree best, as shares of 1. */
  readonly shares: ReadonlyMap<number, number>;
  /** How many neighbours agree there, of both sides together. */
  readonly order: number;
  /** Whether one on either side does. */
  readonly isBetween: boolean;
  /** How many such places there are. */
  readonly places: number;
}

/** `left` and `right`: the decided tokens next to the cell, nearest first. `undefined`: no place has one of them. */
export function recall(places: Places, left: readonly number[], right: readonly number[]): Recall | undefined {
  const best = new Best();
  for (const side of [sideOf(places.before, 'before'), sideOf(places.after, 'after')]) {
    for (const at of side.after(left[0])) {
      best.take(side.ids[at], agreeing(side.ids, at - 1, -1, left), agreeing(side.ids, at + 1, 1, right));
    }
    for (const at of side.before(right[0])) {
      // Where the left neighbour agrees, too, it was taken above.
      if (left.length === 0 || side.ids[at - 1] !== left[0]) {
        best.take(side.ids[at], 0, agreeing(side.ids, at + 1, 1, right));
      }
    }
  }
  return best.recall();
}

/** The decided tokens on one side of a cell, nearest first, across the canvas' border; cells without text do not count. */
export function neighbours(
  { before, after, cells }: Places & { readonly cells: readonly number[] },
  from: number,
  step: 1 | -1,
  { mask, without }: { readonly mask: number; readonly without: number | undefined },
): readonly number[] {
  const found: number[] = [];
  for (let at = from + step; found.length < MOST; at += step) {
    const id = at < 0 ? before[before.length + at] : at < cells.length ? cells[at] : after[at - cells.length];
    if (id === undefined || id === mask) break;
    if (id !== without) found.push(id);
  }
  return found;
}

function agreeing(ids: readonly number[], from: number, step: 1 | -1, wanted: readonly number[]): number {
  let count = 0;
  while (count < wanted.length && ids[from + step * count] === wanted[count]) count++;
  return count;
}

/** The places that agree best of those seen so far. */
class Best {
  private order = 0;
  private isBetween = false;
  private places = 0;
  private counts = new Map<number, number>();

  take(id: number | undefined, left: number, right: number): void {
    const order = left + right;
    if (id === undefined || order < this.order) return;
    if (order > this.order) {
      this.order = order;
      this.isBetween = false;
      this.places = 0;
      this.counts = new Map();
    }
    this.isBetween ||= left > 0 && right > 0;
    this.places++;
    this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
  }

  recall(): Recall | undefined {
    const { order, isBetween, places, counts } = this;
    if (places === 0) return undefined;
    return { shares: new Map([...counts].map(([id, count]) => [id, count / places])), order, isBetween, places };
  }
}

/** One side of the document, as far as it is looked through, and where each token stands in it. */
class Side {
  private readonly where = new Map<number, number[]>();

  constructor(readonly ids: readonly number[]) {
    for (const [at, id] of ids.entries()) {
      const known = this.where.get(id);
      if (known) known.push(at);
      else this.where.set(id, [at]);
    }
  }

  /** Places right after a token. */
  after(id: number | undefined): readonly number[] {
    return this.standing(id).map((at) => at + 1);
  }

  /** Places right before a token. */
  before(id: number | undefined): readonly number[] {
    return this.standing(id).map((at) => at - 1);
  }

  private standing(id: number | undefined): readonly number[] {
    return id === undefined ? [] : (this.where.get(id) ?? []);
  }
}

/** A run asks with the same arrays in every pass. */
const sides = new WeakMap<readonly number[], Side>();

function sideOf(ids: readonly number[], which: keyof Places): Side {
  const known = sides.get(ids);
  if (known) return known;
  const side = new Side(which === 'before' ? ids.slice(-REACH) : ids.slice(0, REACH));
  sides.set(ids, side);
  return side;
}
