/**
 * Consecutive rows of one stream: their ids, and keys and values of the newest of them. A segment knows which requests it
 * can serve exactly; it neither computes rows nor decides when they are dropped.
 *
 * Rows lie in pages. Versions of a document share the pages of what they have in common, so a version costs the memory of
 * what differs: a page that is full, or that two segments have, is never written again.
 *
 * Indices count from the stream's own beginning: the document's start for the forward stream, its end for the backward.
 */
import { allocateKeyValues, copyRows, type KeyValues, type KeyValueShape } from './keyValues';

/** Ids of a stream in its own order, without copying the document. */
export interface TokenSequence {
  readonly length: number;
  /** `index` lies in [0, length). */
  at(index: number): number;
}

/** Rows of a page. Page p of any segment holds the rows from p x PAGE_ROWS on. */
export const PAGE_ROWS = 64;

/** Of one search. Text that repeats itself would be compared with itself all over. */
const MOST_COMPARISONS = 100_000;

const pageOf = (index: number): number => Math.floor(index / PAGE_ROWS);

export class StreamSegment {
  private readonly ids: number[] = [];
  /** By the number of the page; those before the first held row are missing. */
  private readonly pageAt = new Map<number, KeyValues>();
  private held: number;

  /**
   * @param start index of the first row that was ever computed here. Rows near a start other than 0 lack history.
   * @param passed ids of the first rows, whose keys and values are not kept.
   */
  constructor(
    private readonly shape: KeyValueShape,
    readonly start: number,
    passed: readonly number[] = [],
  ) {
    this.held = start + passed.length;
    this.ids.push(...passed);
  }

  get end(): number {
    return this.start + this.ids.length;
  }

  /** Index of the first row whose keys and values are kept. */
  get firstHeld(): number {
    return this.held;
  }

  /** What memory is taken for, perhaps together with other segments. */
  get pages(): Iterable<KeyValues> {
    return this.pageAt.values();
  }

  /** End of the common prefix of this segment and the sequence; `start` when they share nothing. */
  match(sequence: TokenSequence): number {
    return this.start + Math.max(0, this.common(this.start, sequence, this.start));
  }

  /**
   * An index of this segment behind the same `span` ids as the sequence has before its index `end`; `undefined` if there is
   * none, or none is found soon.
   */
  find(sequence: TokenSequence, end: number, span: number): number | undefined {
    if (end < span) return undefined;
    let budget = MOST_COMPARISONS;
    for (let there = this.end; there >= this.start + span && budget > 0; there--) {
      let same = 0;
      while (same < span && this.ids[there - same - 1 - this.start] === sequence.at(end - same - 1)) same++;
      if (same === span) return there;
      budget -= same + 1;
    }
    return undefined;
  }

  /** How many ids from index `there` on are those of the sequence from `begin` on. */
  common(there: number, sequence: TokenSequence, begin: number): number {
    const most = Math.min(this.end - there, sequence.length - begin);
    let count = 0;
    while (count < most && this.ids[there + count - this.start] === sequence.at(begin + count)) count++;
    return count;
  }

  /** Adds rows at the end. `fresh` holds exactly the rows of `ids`. */
  append(ids: readonly number[], fresh: KeyValues): void {
    this.eachPart(this.end, ids.length, (page, place) => {
      const known = this.pageAt.get(page) ?? allocateKeyValues(this.shape, PAGE_ROWS);
      this.pageAt.set(page, known);
      copyRows(known, place.row, { from: fresh, row: place.at, count: place.count });
    });
    for (const id of ids) this.ids.push(id);
  }

  /** Copies rows [begin, begin + count) to row `at` of a block. All of them must be held. */
  copyTo(block: KeyValues, at: number, begin: number, count: number): void {
    this.eachPart(begin, count, (page, place) => {
      const from = this.pageAt.get(page);
      if (from) copyRows(block, at + place.at, { from, row: place.row, count: place.count });
    });
  }

  /** A segment that agrees with this one up to `end` and has its pages up to there. */
  fork(end: number): StreamSegment {
    const fork = new StreamSegment(this.shape, this.start);
    for (let index = this.start; index < end; index++) fork.ids.push(this.ids[index - this.start] ?? 0);
    fork.held = Math.min(this.held, end);
    for (const [page, rows] of this.pageAt) if ((page + 1) * PAGE_ROWS <= end) fork.pageAt.set(page, rows);
    const partial = this.pageAt.get(pageOf(end));
    if (partial && end % PAGE_ROWS > 0) {
      const own = allocateKeyValues(this.shape, PAGE_ROWS);
      copyRows(own, 0, { from: partial, row: 0, count: end % PAGE_ROWS });
      fork.pageAt.set(pageOf(end), own);
    }
    return fork;
  }

  /** Forgets the keys and values of all but the last `keep` rows, as far as they fill pages. */
  trim(keep: number): void {
    this.held = Math.max(this.held, this.end - keep);
    for (const page of this.pageAt.keys()) if ((page + 1) * PAGE_ROWS <= this.held) this.pageAt.delete(page);
  }

  /** Calls `work` for each page of the rows [begin, begin + count): `at` counts from `begin`, `row` within the page. */
  private eachPart(
    begin: number,
    count: number,
    work: (page: number, place: { readonly at: number; readonly row: number; readonly count: number }) => void,
  ): void {
    for (let at = 0; at < count;) {
      const row = (begin + at) % PAGE_ROWS;
      const part = Math.min(PAGE_ROWS - row, count - at);
      work(pageOf(begin + at), { at, row, count: part });
      at += part;
    }
  }
}
