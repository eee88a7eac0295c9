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

/** The forward stream left of a hole: the begin token, then the text in reading order. */
export function forwardSequence(before: readonly number[], bos: number): TokenSequence {
  return { length: before.length + 1, at: (index) => (index === 0 ? bos : (before[index - 1] ?? bos)) };
}

/** The backward stream right of a hole: the end token, then the text from the document's end to the hole. */
export function backwardSequence(after: readonly number[], eos: number): TokenSequence {
  return { length: after.length + 1, at: (index) => (index === 0 ? eos : (after[after.length - index] ?? eos)) };
}

/** Positions of the rows [begin, end) of either stream. */
export function streamPositions(direction: 1 | -1, begin: number, end: number): number[] {
  return Array.from({ length: end - begin }, (_, i) => direction * (begin + i));
}

/** The context of the canvases of one hole; its assembly is kept for the passes to come. */
export class HoleContext {
  private last: { readonly cells: number; readonly keyValues: KeyValues } | undefined;

  constructor(
    private readonly sides: CanvasSides,
    private readonly rotary: Rotary,
  ) {}

  /** Positions of the cells of a canvas. */
  positions(cells: number): number[] {
    return streamPositions(1, this.sides.forwardLength, this.sides.forwardLength + cells);
  }

  /** What a canvas of this many cells attends: [forward rows; backward rows, rotated]. Must not be changed. */
  keyValues(cells: number): KeyValues {
    if (this.last?.cells !== cells) this.last = { cells, keyValues: this.assemble(cells) };
    return this.last.keyValues;
  }

  private assemble(cells: number): KeyValues {
    const { forward, backward, forwardLength, backwardLength } = this.sides;
    const context = allocateKeyValues(forward.shape, forward.capacity + backward.capacity);
    copyRows(context, 0, { from: forward, row: 0, count: forward.capacity });

    const nearestStored = -(backwardLength - 1);
    const nearestSeen = forwardLength + cells;
    const keys = backward.keys.map((layer) => layer.slice());
    for (const layer of keys) rotateKeys(layer, nearestSeen - nearestStored, this.rotary);
    copyRows(context, forward.capacity, { from: { ...backward, keys }, row: 0, count: backward.capacity });
    return context;
  }
}
