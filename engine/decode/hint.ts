/** What is proposed for a whole hole before its first pass. */

/** One token per cell that the hole starts with, and how much they count beside the model, 0 to 1. */
export interface Hint {
  readonly ids: readonly number[];
  readonly weight: number;
  readonly source: HintSource;
}

/**
 * Where the text stands that a hint is made from. `lines`: from the beginning of the file, from the place to the border
 * above it, or from the border to the place below.
 */
export type HintSource = { readonly lines: number; readonly text: string } & (
  { readonly side: 'before' | 'behind' } | { readonly side: 'elsewhere'; readonly path: string }
);
