/**
 * How many tokens a hole may want, by the document: as many as elsewhere in it stand between what stands on both sides of
 * the hole. Where enough of both sides agrees, that is right for every fourth hole; nothing else tells as much.
 */
import { agreeing, sidesOf, type Places } from './side';

/** Tokens of either side that are compared. */
const MOST = 6;
/** Of both sides together, how many have to agree. */
const SURE = 6;

/** `undefined`: the document does not tell. At most `most`. */
export function recalledLength(places: Places, most: number): number | undefined {
  const left = places.before.slice(-MOST).reverse();
  const right = places.after.slice(0, MOST);
  let best = SURE;
  let votes = new Map<number, number>();
  for (const side of sidesOf(places)) {
    const starts = side.standing(right[0]);
    const onRight = starts.map((start) => agreeing(side.ids, start, 1, right));
    let first = 0;
    for (const end of side.standing(left[0])) {
      const onLeft = agreeing(side.ids, end, -1, left);
      while ((starts[first] ?? Infinity) < end + 2) first++;
      if (onLeft + right.length < best) continue;
      for (let i = first; (starts[i] ?? Infinity) <= end + 1 + most; i++) {
        const agreed = onLeft + (onRight[i] ?? 0);
        if (agreed > best) [best, votes] = [agreed, new Map()];
        const length = (starts[i] ?? 0) - end - 1;
        if (agreed === best) votes.set(length, (votes.get(length) ?? 0) + 1);
      }
    }
  }
  return mostVoted(votes);
}

/** The shorter of two with as many votes. */
function mostVoted(votes: ReadonlyMap<number, number>): number | undefined {
  const ranked = [...votes].sort(([a, m], [b, n]) => n - m || a - b);
  return ranked[0]?.[0];
}
