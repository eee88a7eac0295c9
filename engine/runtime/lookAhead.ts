/**
 * Computes both streams beyond the place of a hole, in idle time, so that a hole anywhere else in the document finds its
 * rows. In steps that are short enough for whoever comes meanwhile, each a little further along the same segment.
 */
import type { StreamCache } from './streamCache';
import type { TokenSequence } from './streamSegment';

/** One stream, to be known from row `from` to row `to`. */
export interface Walk {
  readonly cache: StreamCache;
  /** The stream's first `length` rows. */
  readonly rows: (length: number) => TokenSequence;
  readonly from: number;
  readonly to: number;
}

export interface Steps {
  /** Rows of a step: what a request that comes meanwhile waits for at most. See `StreamCache.stepRows`. */
  readonly step: number;
  /** Does one step when nothing else wants the model. */
  readonly take: <T>(step: () => Promise<T>) => Promise<T>;
  readonly signal?: AbortSignal;
}

/** The streams in turn, step by step. Returns the rows computed; an abort throws its reason and loses nothing. */
export async function walk(walks: readonly Walk[], { step, take, signal }: Steps): Promise<number> {
  const most = Math.max(...walks.map(({ from, to }) => to - from));
  let computed = 0;
  for (let done = step; done < most + step; done += step) {
    for (const { cache, rows, from, to } of walks) {
      if (from + done >= to + step) continue;
      const length = Math.min(from + done, to);
      computed += (await take(() => cache.cover(rows(length), signal))).computedRows;
    }
  }
  return computed;
}

/** The rows around `at` that are worth having, of `length` in all: everything, or `most` of them. */
export function rowsAround(at: number, length: number, most: number): { readonly from: number; readonly to: number } {
  const from = Math.max(0, Math.min(at - Math.floor(most / 2), length - most));
  return { from, to: Math.min(length, from + most) };
}
