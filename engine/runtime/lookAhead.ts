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

/**
 * The streams in turn, step by step, each from where it is known to already. Returns the rows computed; an abort throws its
 * reason and loses nothing.
 */
export async function walk(walks: readonly Walk[], { step, take, signal }: Steps): Promise<number> {
  let computed = 0;
  let underWay = walks.map((walk) => ({ ...walk, at: walk.cache.known(walk.rows(walk.to), walk.from + step) }));
  while ((underWay = underWay.filter(({ at, to }) => at < to)).length > 0) {
    for (const [i, walk] of underWay.entries()) {
      const at = Math.min(Math.max(walk.at, walk.from) + step, walk.to);
      computed += (await take(() => walk.cache.cover(walk.rows(at), signal, walk.from + step))).computedRows;
      underWay[i] = { ...walk, at };
    }
  }
  return computed;
}

/** The rows around `at` that are worth having, of `length` in all: everything, or `most` of them. */
export function rowsAround(at: number, length: number, most: number): { readonly from: number; readonly to: number } {
  const from = Math.max(0, Math.min(at - Math.floor(most / 2), length - most));
  return { from, to: Math.min(length, from + most) };
}
