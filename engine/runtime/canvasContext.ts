/**
 * What a canvas attends besides itself: the last window of the forward stream before the hole and of the backward stream
 * behind it, as one block of keys and values, with the suffix moved to where the canvas ends.
 *
 * Positions: forward row i sits at i; cell k of a canvas behind `a` forward rows at a + k. Backward row r (counted from
 * the document's end) was computed at -r, and must be seen so that the row nearest to the canvas sits right behind the
 * last of its n cells. One rotation of the backward keys does that for any n.
 */
import { allocateKeyValues, copyRows, type KeyValues } from './keyValues';
import { rotateKeys, type Rotary } from './rotation';
import type { TokenSequence } from './streamSegment';

/** The rows on both sides of a hole, as the caches hold them, nearest to the hole last. */
export interface CanvasSides {
  readonly forward: KeyValues;
  readonly backward: KeyValues;
  /** Lengths of the whole streams up to the hole, begin and end tokens included. */
  readonly forwardLength: number;
  readonly backwardLength: number;
}

/** The forward stream left of a hole: the begin token, then the text in reading order; all of it, or the first rows. */
export function forwardSequence(before: readonly number[], bos: number, length = before.length + 1): TokenSequence {
  return { length, at: (index) => (index === 0 ? bos : (before[index - 1] ?? bos)) };
}

/** The backward stream right of a hole: the end token, then the text from the document's end to the hole. */
export function backwardSequence(after: readonly number[], eos: number, length = after.length + 1): TokenSequence {
  return { length, at: (index) => (index === 0 ? eos : (after[after.length - index] ?? eos)) };
}

/** Positions of the rows [begin, end) of either stream. */
export function streamPositions(direction: 1 | -1, begin: number, end: number): number[] {
  return Array.from({ length: end - begin }, (_, i) => direction * (begin + i));
}

/**
 * The context of the canvases of one hole, as one block that is written once: only the suffix's keys are written again
 * when a canvas gets another length, always from the same originals, so that a run does not depend on the runs before it.
 */
export class HoleContext {
  /** [forward rows; backward rows, rotated; `spare` rows for the canvas's own use]. */
  private readonly block: KeyValues;
  /** Cells of the canvas that the suffix stands behind now. */
  private cells: number | undefined;

  constructor(
    private readonly sides: CanvasSides,
    private readonly rotary: Rotary,
    spare: number,
  ) {
    const { forward, backward } = sides;
    this.block = allocateKeyValues(forward.shape, forward.capacity + backward.capacity + spare);
    copyRows(this.block, 0, { from: forward, row: 0, count: forward.capacity });
    copyRows(this.block, forward.capacity, { from: backward, row: 0, count: backward.capacity });
  }

  /** Rows of context; the spare rows come behind them. */
  get rows(): number {
    return this.sides.forward.capacity + this.sides.backward.capacity;
  }

  /** Positions of the cells of a canvas. */
  positions(cells: number): number[] {
    return streamPositions(1, this.sides.forwardLength, this.sides.forwardLength + cells);
  }

  /** What a canvas of this many cells attends. Only its spare rows may be written, and hold until the next call. */
  keyValues(cells: number): KeyValues {
    if (this.cells !== cells) this.moveSuffix(cells);
    this.cells = cells;
    return this.block;
  }

  private moveSuffix(cells: number): void {
    const { forward, backward, forwardLength, backwardLength } = this.sides;
    const nearestStored = -(backwardLength - 1);
    const nearestSeen = forwardLength + cells;
    const { kvHeads, headDim } = this.block.shape;
    const length = backward.capacity * headDim;
    for (const [layer, keys] of this.block.keys.entries()) {
      for (let head = 0; head < kvHeads; head++) {
        const begin = (head * this.block.capacity + forward.capacity) * headDim;
        const seen = keys.subarray(begin, begin + length);
        seen.set(backward.keys[layer]?.subarray(head * length, (head + 1) * length) ?? []);
        rotateKeys(seen, nearestSeen - nearestStored, this.rotary);
      }
    }
  }
}
