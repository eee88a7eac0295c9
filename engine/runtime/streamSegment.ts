/**
 * Consecutive rows of one stream: their ids, and keys and values of the newest of them. A segment knows which requests it
 * can serve exactly; it neither computes rows nor decides when they are dropped.
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

const SMALLEST_CAPACITY = 64;

export class StreamSegment {
  private readonly ids: number[] = [];
  private rows: KeyValues;

  /**
   * @param start index of the first row that was ever computed here. Rows near a start other than 0 lack history.
   * @param held index of the first row whose keys and values are kept.
   */
  constructor(
    shape: KeyValueShape,
    readonly start: number,
    private held: number = start,
  ) {
    this.rows = allocateKeyValues(shape, SMALLEST_CAPACITY);
  }

  get end(): number {
    return this.start + this.ids.length;
  }

  /** Index of the first row whose keys and values are kept. */
  get firstHeld(): number {
    return this.held;
  }

  /** Rows that memory is taken for. */
  get capacity(): number {
    return this.rows.capacity;
  }

  /** End of the common prefix of this segment and the sequence; `start` when they share nothing. */
  match(sequence: TokenSequence): number {
    const end = Math.min(this.end, sequence.length);
    let index = this.start;
    while (index < end && this.ids[index - this.start] === sequence.at(index)) index++;
    return index;
  }

  /** Adds computed rows at the end. `fresh` holds exactly the rows of `ids`. */
  append(ids: readonly number[], fresh: KeyValues): void {
    const at = this.end - this.held;
    this.reserve(at + ids.length);
    copyRows(this.rows, at, { from: fresh, row: 0, count: ids.length });
    this.ids.push(...ids);
  }

  /** Copies rows [begin, begin + count) to row `at` of a block. All of them must be held. */
  copyTo(block: KeyValues, at: number, begin: number, count: number): void {
    copyRows(block, at, { from: this.rows, row: begin - this.held, count });
  }

  /** A segment that agrees with this one up to `end` and holds the last `keep` rows before it. */
  fork(end: number, keep: number): StreamSegment {
    const held = Math.max(this.held, end - keep);
    const fork = new StreamSegment(this.rows.shape, this.start, held);
    for (let index = this.start; index < end; index++) fork.ids.push(this.ids[index - this.start] ?? 0);
    fork.reserve(end - held);
    this.copyTo(fork.rows, 0, held, end - held);
    return fork;
  }

  /** Forgets the keys and values of all but the last `keep` rows. */
  trim(keep: number): void {
    const first = Math.max(this.held, this.end - keep);
    const count = this.end - first;
    const rows = allocateKeyValues(this.rows.shape, count);
    this.copyTo(rows, 0, first, count);
    this.rows = rows;
    this.held = first;
  }

  private reserve(rows: number): void {
    if (rows <= this.rows.capacity) return;
    const grown = allocateKeyValues(this.rows.shape, Math.max(rows, Math.ceil(this.rows.capacity * 1.5)));
    copyRows(grown, 0, { from: this.rows, row: 0, count: this.end - this.held });
    this.rows = grown;
  }
}
