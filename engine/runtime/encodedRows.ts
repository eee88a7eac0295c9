/** Streams and masks of a body that encodes its context (`encoded`), for context and canvas in one run. */
import { MASKED, Stream } from '../graph/signature';
import type { GraphRows } from './graphRunner';
import { canvasMask, slidingWindowMask } from './masks';

/** The window of layers that have none. */
const ENDLESS = Number.MAX_SAFE_INTEGER;

/** Masks of `rows` rows of context that follow `past` of them. */
export function contextMasks(
  rows: number,
  past: number,
  window: number,
): Required<Pick<GraphRows, 'mask' | 'wideMask'>> {
  return { mask: slidingWindowMask(rows, past, window), wideMask: slidingWindowMask(rows, past, ENDLESS) };
}

/** Where there is a window, a canvas sees the last `window - 1` rows of its context, whatever the distance. */
export function canvasSees(context: number, window: number): readonly boolean[] {
  return Array.from({ length: context }, (_, row) => row > context - window);
}

/** `context` rows, then a canvas of `cells`. */
export function encodedRows(
  context: number,
  cells: number,
  window: number,
): Required<Pick<GraphRows, 'streams' | 'mask' | 'wideMask'>> {
  const streams = Array.from({ length: context + cells }, (_, row) => (row < context ? Stream.forward : Stream.canvas));
  const before = contextMasks(context, 0, window);
  const everything = canvasMask(
    cells,
    Array.from({ length: context }, () => true),
  );
  const near = canvasMask(cells, canvasSees(context, window));
  return {
    streams,
    mask: stacked(before.mask, near, { context, cells }),
    wideMask: stacked(before.wideMask, everything, { context, cells }),
  };
}

/** The context's rows see nothing of the canvas. */
function stacked(
  before: Float32Array,
  canvas: Float32Array,
  { context, cells }: { readonly context: number; readonly cells: number },
): Float32Array {
  const width = context + cells;
  const mask = new Float32Array(width * width).fill(MASKED);
  for (let row = 0; row < context; row++) mask.set(before.subarray(row * context, (row + 1) * context), row * width);
  mask.set(canvas, context * width);
  return mask;
}
