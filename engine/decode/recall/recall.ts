/**
 * What a document itself says about an open cell: the tokens that stand where the same neighbours stand. Code repeats
 * itself within a file far more than between files (Tu, Su & Devanbu 2014, "On the localness of software"), and unlike a
 * cache of what came before (Kuhn & De Mori 1990) this one looks at both sides. Pure.
 */
import { Best, type Recall } from './best';
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

/** `undefined`: none of the neighbours stands elsewhere. */
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
