/**
 * How many tokens a hole may want, by the document and its project: as many as elsewhere stand between what stands on both
 * sides of the hole. Where enough of both sides agrees, that is right for every fourth hole; nothing else tells as much.
 */
import type { ProjectText } from './projectText';
import { agreeing, sidesOf, type Places } from './side';

/** Tokens of either side that are compared. */
const MOST = 6;
/** Of both sides together, how many have to agree. */
const SURE = 6;

/** A text, and where in it both sides of the hole may stand, in order. */
interface Elsewhere {
  readonly ids: ArrayLike<number>;
  /** The last token before a hole like this. */
  readonly ends: readonly number[];
  /** The first token behind one. */
  readonly starts: readonly number[];
}

/** `undefined`: neither tells. At most `most`. */
export function recalledLength(places: Places, most: number, project?: ProjectText): number | undefined {
  const left = places.before.slice(-MOST).reverse();
  const right = places.after.slice(0, MOST);
  const count = new Count(left, right, most);
  for (const side of sidesOf(places)) {
    count.votes({ ids: side.ids, ends: side.standing(left[0]), starts: side.standing(right[0]) });
  }
  if (project) {
    const ends = [...project.standing(left[1], left[0])].map((first) => first + 1);
    count.votes({ ids: project.ids, ends, starts: [...project.standing(right[0], right[1])] });
  }
  return count.winner();
}

/** Lengths by votes: those of the places where most tokens agree. */
class Count {
  private best = SURE;
  private readonly byLength = new Map<number, number>();

  constructor(
    private readonly left: readonly number[],
    private readonly right: readonly number[],
    private readonly most: number,
  ) {}

  votes({ ids, ends, starts }: Elsewhere): void {
    const { left, right, most } = this;
    const onRight = starts.map((start) => agreeing(ids, start, 1, right));
    let first = 0;
    for (const end of ends) {
      const onLeft = agreeing(ids, end, -1, left);
      while ((starts[first] ?? Infinity) < end + 2) first++;
      if (onLeft + right.length < this.best) continue;
      for (let i = first; (starts[i] ?? Infinity) <= end + 1 + most; i++) {
        this.vote((starts[i] ?? 0) - end - 1, onLeft + (onRight[i] ?? 0));
      }
    }
  }

  /** The shorter of two with as many votes. */
  winner(): number | undefined {
    const ranked = [...this.byLength].sort(([a, m], [b, n]) => n - m || a - b);
    return ranked[0]?.[0];
  }

  private vote(length: number, agreed: number): void {
    if (agreed < this.best) return;
    if (agreed > this.best) this.byLength.clear();
    this.best = agreed;
    this.byLength.set(length, (this.byLength.get(length) ?? 0) + 1);
  }
}
