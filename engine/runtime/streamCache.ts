/**
 * The rows of one stream (forward or backward) that were computed lately, for several documents and several versions of
 * each. A request names the ids it needs; the cache finds the segment that shares the longest beginning with them and has
 * only the rest computed. It computes nothing itself and knows nothing of holes.
 *
 * Exactness: what a canvas sees through all layers is at most `reach` rows (layers x window), so a far place of a long
 * document may be computed from `reach` rows before it on, and gives what the whole document would have given. Keys and
 * values of a row depend on a window less, since those of the last layer are made before it attends. Rows that lie farther
 * than that behind an edit are those of the version before it at other positions: they are moved there.
 */
import type { KeyValues, KeyValueShape } from './keyValues';
import { PAGE_ROWS, StreamSegment, type TokenSequence } from './streamSegment';

export interface StreamCacheOptions {
  readonly shape: KeyValueShape;
  /** Rows that a row attends, itself included. */
  readonly window: number;
  /** Rows that a canvas sees through all layers. */
  readonly reach: number;
  /** Bound on the rows that memory is taken for. The segment in use is kept even if it exceeds the bound alone. */
  readonly maxRows: number;
  /** Computes rows [begin, end) of the sequence; `past` holds the rows right before them, at most window - 1. */
  readonly compute: (sequence: TokenSequence, range: RowRange, past: KeyValues) => Promise<KeyValues>;
  /** Moves the rows of a block by this many places along the stream, in place. */
  readonly move: (block: KeyValues, places: number) => void;
  /** Makes an empty block of exactly `rows` rows. */
  readonly allocate: (rows: number) => KeyValues;
}

export interface RowRange {
  readonly begin: number;
  readonly end: number;
}

/** A segment that now covers a whole sequence. */
export interface Coverage {
  readonly segment: StreamSegment;
  readonly computedRows: number;
  readonly cachedRows: number;
}

/** Rows per run: short enough for the process to answer in between. */
export const CHUNK_ROWS = 256;
/** Most rows of one of many steps: a few milliseconds. */
const MOST_STEP_ROWS = 128;
/** Missing rows, as a share of the reach, beyond which it pays to look for them at other places. */
const WORTH_MOVING = 0.25;
/** Fewer missing rows are computed sooner than searched for. */
const LEAST_MOVED = 16;
/** Versions of documents that are told apart: each compares its ids with every request. */
const MOST_SEGMENTS = 16;

export class StreamCache {
  /** Least recently used first. */
  private segments: StreamSegment[] = [];

  constructor(private readonly options: StreamCacheOptions) {}

  /**
   * Makes sure that the last `window` rows of the sequence are at hand, computing what is missing chunk by chunk.
   * An abort takes effect between chunks, throws the signal's reason, and loses nothing that was computed. With `from`, a
   * segment without gaps from that row on is extended rather than one that reaches farther, see `known`.
   */
  async cover(sequence: TokenSequence, signal?: AbortSignal, from?: number): Promise<Coverage> {
    const segment = this.choose(sequence, from);
    const begin = segment.end;
    let moved = 0;
    for (let row = begin; row < sequence.length; row = segment.end) {
      await letOthersRun();
      signal?.throwIfAborted();
      const found = this.adopt(segment, sequence);
      moved += found;
      if (found === 0) await this.extend(segment, sequence, Math.min(row + CHUNK_ROWS, sequence.length));
    }
    const computedRows = Math.max(0, sequence.length - begin - moved);
    return { segment, computedRows, cachedRows: sequence.length - computedRows - segment.start };
  }

  /** How far a sequence is known without a gap: a hole anywhere from row `from` to there finds its rows. 0: not at all. */
  known(sequence: TokenSequence, from: number): number {
    const ends = this.segments.filter(this.gaplessFrom(from)).map((segment) => segment.match(sequence));
    return Math.max(0, ...ends.filter((end) => end >= from));
  }

  private gaplessFrom(from: number): (segment: StreamSegment) => boolean {
    const { reach } = this.options;
    return ({ start, firstHeld }) => (start === 0 || start + reach <= from) && firstHeld <= from;
  }

  /** Copies the last `window` rows before `end` into a block made for them. */
  slice(segment: StreamSegment, end: number): KeyValues {
    const begin = Math.max(segment.start, end - this.options.window);
    const block = this.options.allocate(end - begin);
    segment.copyTo(block, 0, begin, end - begin);
    return block;
  }

  /** Rows that memory is taken for. */
  get rows(): number {
    return PAGE_ROWS * new Set(this.segments.flatMap(({ pages }) => [...pages])).size;
  }

  /** Rows by which a sequence may grow so that it always goes on where it ended: a leap may begin another segment. */
  get stepRows(): number {
    return Math.max(1, Math.min(MOST_STEP_ROWS, Math.floor(this.options.reach * WORTH_MOVING)));
  }

  /** The segment to extend or read: the one that leaves least to compute, possibly a fork of it, or a new one. */
  private choose(sequence: TokenSequence, from?: number): StreamSegment {
    const coldStart = this.coldStart(sequence.length);
    const best = this.bestMatch(sequence, from);
    const missing = sequence.length - Math.max(coldStart, best?.shared ?? 0);
    const moved = missing > this.options.reach * WORTH_MOVING ? this.movedWindow(sequence) : undefined;
    if (moved) return this.use(moved);
    if (!best || sequence.length - best.shared > sequence.length - coldStart) {
      return this.use(new StreamSegment(this.options.shape, coldStart));
    }
    this.use(best.segment);
    if (best.shared === best.segment.end || best.shared === sequence.length) return best.segment;
    // The sequences part ways here. The original stays whole for the next hole; what both have is kept once.
    return this.use(best.segment.fork(best.shared));
  }

  /** A segment of nothing but the last window, if another version of the document has it at another place. */
  private movedWindow(sequence: TokenSequence): StreamSegment | undefined {
    const { window, reach, shape, allocate } = this.options;
    for (const segment of this.segments) {
      const there = segment.find(sequence, sequence.length, reach);
      if (there === undefined || segment.firstHeld > there - window) continue;
      const block = allocate(window);
      segment.copyTo(block, 0, there - window, window);
      this.options.move(block, sequence.length - there);
      const [start, held] = [sequence.length - reach, sequence.length - window];
      const moved = new StreamSegment(shape, start, idsOf(sequence, start, held));
      moved.append(idsOf(sequence, held, sequence.length), block);
      return moved;
    }
    return undefined;
  }

  /** Rows before it that the keys and values of a row depend on. */
  private get history(): number {
    return this.options.reach - this.options.window;
  }

  /** Appends the rows that another version of the document has next, at another place. Returns how many. */
  private adopt(segment: StreamSegment, sequence: TokenSequence): number {
    const begin = segment.end;
    if (sequence.length - begin < Math.min(LEAST_MOVED, this.stepRows)) return 0;
    for (const other of this.segments) {
      if (other === segment) continue;
      const there = other.find(sequence, begin, this.history);
      const count = there === undefined || other.firstHeld > there ? 0 : other.common(there, sequence, begin);
      if (there === undefined || count === 0) continue;
      const block = this.options.allocate(count);
      other.copyTo(block, 0, there, count);
      this.options.move(block, begin - there);
      segment.append(idsOf(sequence, begin, begin + count), block);
      this.shrink(segment);
      return count;
    }
    return 0;
  }

  private bestMatch(sequence: TokenSequence, from?: number): { segment: StreamSegment; shared: number } | undefined {
    const matches = this.segments
      .map((segment) => ({ segment, shared: segment.match(sequence) }))
      .filter(({ segment, shared }) => this.serves(segment, shared, sequence.length));
    const gapless = from === undefined ? [] : matches.filter(({ segment }) => this.gaplessFrom(from)(segment));
    return (gapless.length > 0 ? gapless : matches).reduce<(typeof matches)[number] | undefined>(
      (best, match) => (best && best.shared > match.shared ? best : match),
      undefined,
    );
  }

  /** Whether the rows that a request of `length` needs can be read from, or computed after, the shared part. */
  private serves(segment: StreamSegment, shared: number, length: number): boolean {
    const { window, reach } = this.options;
    const hasHistory = segment.start === 0 || segment.start <= length - reach;
    const firstNeeded = shared === length ? length - window : shared - (window - 1);
    return hasHistory && shared > segment.start && segment.firstHeld <= Math.max(segment.start, firstNeeded);
  }

  /** Documents that are not much longer than what a hole depends on are computed whole: then any hole finds its rows. */
  private coldStart(length: number): number {
    return length <= 2 * this.options.reach ? 0 : length - this.options.reach;
  }

  private async extend(segment: StreamSegment, sequence: TokenSequence, end: number): Promise<void> {
    const begin = segment.end;
    const history = Math.min(this.options.window - 1, begin - segment.start);
    const past = this.options.allocate(history);
    segment.copyTo(past, 0, begin - history, history);
    const fresh = await this.options.compute(sequence, { begin, end }, past);
    segment.append(idsOf(sequence, begin, end), fresh);
    this.shrink(segment);
  }

  /** Marks a segment as the most recently used one. */
  private use(segment: StreamSegment): StreamSegment {
    this.segments = [...this.segments.filter((other) => other !== segment), segment].slice(-MOST_SEGMENTS);
    this.shrink(segment);
    return segment;
  }

  /** Drops the least recently used segments, then old rows of the current one, until the bound holds. */
  private shrink(current: StreamSegment): void {
    const { maxRows, reach } = this.options;
    while (this.rows > maxRows && this.segments[0] && this.segments[0] !== current) this.segments.shift();
    if (this.rows > maxRows) current.trim(Math.max(reach, Math.floor(maxRows / 2)));
  }
}

function idsOf(sequence: TokenSequence, begin: number, end: number): number[] {
  return Array.from({ length: end - begin }, (_, i) => sequence.at(begin + i));
}

/** Requests that arrived meanwhile are answered before the next run takes the thread. */
export function letOthersRun(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
