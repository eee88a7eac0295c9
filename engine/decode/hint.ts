/** What is proposed for a whole hole before its first pass. */

/** One token per cell that the hole starts with, or none for cells that the model fills alone. */
export interface Hint {
  readonly ids: readonly (number | null)[];
  /** How much they count beside the model, 0 to 1. */
  readonly weight: number;
  /** Absent where the text stands nowhere. */
  readonly source?: HintSource;
}

/** Whether it leaves no place to the model. */
export const isWhole = ({ ids }: Hint): boolean => !ids.includes(null);

/** The hint for so many cells: its longest place takes up the difference. `undefined` if it has none that could. */
export function fitted(hint: Hint, length: number): Hint | undefined {
  const { ids } = hint;
  if (ids.length === length) return hint;
  const places = [...placesIn(ids)].sort((a, b) => b.length - a.length);
  const [place] = places;
  const size = (place?.length ?? 0) + length - ids.length;
  if (!place || size < 1) return undefined;
  const open = new Array<null>(size).fill(null);
  return { ...hint, ids: [...ids.slice(0, place.start), ...open, ...ids.slice(place.start + place.length)] };
}

function* placesIn(ids: Hint['ids']): Generator<{ readonly start: number; readonly length: number }> {
  for (let start = 0; start < ids.length; start++) {
    let end = start;
    while (end < ids.length && ids[end] === null) end++;
    if (end > start) yield { start, length: end - start };
    start = end;
  }
}

/**
 * Where the text stands that a hint is made from. `lines`: from the beginning of the file, from the place to the border
 * above it, or from the border to the place below.
 */
export type HintSource = { readonly lines: number; readonly text: string } & (
  { readonly side: 'before' | 'behind' } | { readonly side: 'elsewhere'; readonly path: string }
);
