/**
 * What a document itself says about an open cell: the tokens that stand where the same neighbours stand. Code repeats
 * itself within a file far more than between files (Tu, Su & Devanbu 2014, "On the localness of software"), and unlike a
 * cache of what came before (Kuhn & De Mori 1990) this one looks at both sides. Pure.
 */
import { agreeing, sidesOf, type Places } from './side';

/** Neighbours looked at on either side. */
const MOST = 4;
/** How far away the nearest of them may be, with open cells between. */
const FAR = 32;
/** The decided tokens on one side of a cell, nearest first. */
export interface Neighbours {
  readonly ids: readonly number[];
  /** How many places away the nearest one is; 1: next to the cell. */
  readonly distance: number;
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
  /** From the cell to the nearest neighbour that agrees. */
  readonly distance: number;
}

/** `undefined`: none of the neighbours stands elsewhere. A neighbour counts the less, the farther it is. */
export function recall(places: Places, left: Neighbours, right: Neighbours): Recall | undefined {
  const best = new Best(left.distance, right.distance);
  for (const side of sidesOf(places)) {
    const { ids } = side;
    for (const found of side.standing(left.ids[0])) {
      const at = found + left.distance;
      const isAlone = ids[found - 1] !== left.ids[1] && ids[at + right.distance] !== right.ids[0];
      if (isAlone && best.isBetterThan(1, 0)) continue;
      best.take(ids[at], agreeing(ids, found, -1, left.ids), agreeing(ids, at + right.distance, 1, right.ids));
    }
    for (const found of side.standing(right.ids[0])) {
      const at = found - right.distance;
      if (ids[found + 1] !== right.ids[1] && best.isBetterThan(0, 1)) continue;
      // Where the left neighbour agrees, too, it was taken above.
      const isTaken = left.ids.length > 0 && ids[at - left.distance] === left.ids[0];
      if (!isTaken) best.take(ids[at], 0, agreeing(ids, found, 1, right.ids));
    }
  }
  return best.recall();
}

/** Across the canvas' border; cells without text do not count. */
export function neighbours(
  { before, after, cells }: Places & { readonly cells: readonly number[] },
  from: number,
  step: 1 | -1,
  { mask, without }: { readonly mask: number; readonly without: number | undefined },
): Neighbours {
  const ids: number[] = [];
  let distance = 1;
  for (let at = from + step; ids.length < MOST; at += step) {
    const id = at < 0 ? before[before.length + at] : at < cells.length ? cells[at] : after[at - cells.length];
    if (id === without && id !== undefined) continue;
    if (id === mask && ids.length === 0 && distance < FAR) distance++;
    else if (id === undefined || id === mask) break;
    else ids.push(id);
  }
  return { ids, distance };
}

/** The places that agree best of those seen so far. */
class Best {
  private score = 0;
  private order = 0;
  private isBetween = false;
  private places = 0;
  private distance = Infinity;
  private counts = new Map<number, number>();

  private readonly left: number;
  private readonly right: number;

  constructor(
    private readonly fromLeft: number,
    private readonly fromRight: number,
  ) {
    this.left = Math.sqrt(fromLeft);
    this.right = Math.sqrt(fromRight);
  }

  /** Than places where so many neighbours agree, before these are counted. */
  isBetterThan(left: number, right: number): boolean {
    return this.score > this.scoreOf(left, right);
  }

  take(id: number | undefined, left: number, right: number): void {
    const score = this.scoreOf(left, right);
    if (id === undefined || score < this.score) return;
    if (score > this.score) this.startAt(score);
    this.order = Math.max(this.order, left + right);
    this.isBetween ||= left > 0 && right > 0;
    this.places++;
    this.distance = Math.min(this.distance, left > 0 ? this.fromLeft : Infinity, right > 0 ? this.fromRight : Infinity);
    this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
  }

  recall(): Recall | undefined {
    const { order, isBetween, places, distance, counts } = this;
    if (places === 0) return undefined;
    const shares = new Map([...counts].map(([id, count]) => [id, count / places]));
    return { shares, order, isBetween, places, distance };
  }

  private scoreOf(left: number, right: number): number {
    return left / this.left + right / this.right;
  }

  private startAt(score: number): void {
    this.score = score;
    this.order = 0;
    this.isBetween = false;
    this.places = 0;
    this.distance = Infinity;
    this.counts = new Map();
  }
}
