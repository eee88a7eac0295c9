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
  for (const { ids, ends, starts } of sidesOf(places).map((side) => borders(side, left[0], right[0]))) {
    for (const end of ends) {
      const onLeft = agreeing(ids, end, -1, left);
      for (const start of between(starts, end + 2, end + 1 + most)) {
        const agreed = onLeft + agreeing(ids, start, 1, right);
        if (agreed > best) [best, votes] = [agreed, new Map()];
        const length = start - end - 1;
        if (agreed === best) votes.set(length, (votes.get(length) ?? 0) + 1);
      }
    }
  }
  return mostVoted(votes);
}

type Side = ReturnType<typeof sidesOf>[number];

/** Where the text left of the hole may end, and where the text right of it may start. */
function borders(side: Side, left: number | undefined, right: number | undefined) {
  return { ids: side.ids, ends: side.standing(left), starts: side.standing(right) };
}

/** Of ascending numbers those from `first` to `last`. */
function between(values: readonly number[], first: number, last: number): readonly number[] {
  const from = values.findIndex((value) => value >= first);
  if (from < 0) return [];
  const to = values.findIndex((value, i) => i >= from && value > last);
  return values.slice(from, to < 0 ? undefined : to);
}

/** The shorter of two with as many votes. */
function mostVoted(votes: ReadonlyMap<number, number>): number | undefined {
  const ranked = [...votes].sort(([a, m], [b, n]) => n - m || a - b);
  return ranked[0]?.[0];
}
