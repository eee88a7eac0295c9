/**
 * What the caches of dense bodies have in common: they turn a canvas and its context into the rows of one run.
 */
import type { CanvasRequest } from '../decode/canvasModel';
import type { GraphRows } from './graphRunner';
import type { KeyValues } from './keyValues';

export type Canvas = Pick<CanvasRequest, 'before' | 'after' | 'cells' | 'frame'>;
export type Context = Omit<Canvas, 'cells'>;

/** One run over a canvas. */
export interface CanvasPass {
  readonly rows: GraphRows;
  /** Which row of the run predicts a cell. */
  readonly rowOf: (cell: number) => number;
  /** Takes the run's keys and values; absent if nobody needs them. */
  readonly keep?: (fresh: KeyValues) => void;
}

export interface WarmCount {
  readonly computedRows: number;
  readonly cachedRows: number;
}

export interface ContextCache {
  /** Computes what the canvases at this place will need. */
  warm(context: Context, signal?: AbortSignal): Promise<WarmCount>;
  plan(canvas: Canvas, signal?: AbortSignal): Promise<CanvasPass>;
}

/** Longer documents are cut on a grid, so that typing near the hole leaves the cut where it is. */
const GRID = 64;

/** The last `reach` ids or a few more: the cut lies on a grid counted from the document's start. */
export function cropBefore(before: readonly number[], reach: number): readonly number[] {
  return before.slice(Math.max(0, Math.floor((before.length - reach) / GRID) * GRID));
}

/** The first `reach` ids or a few more: the cut lies on a grid counted from the document's end. */
export function cropAfter(after: readonly number[], reach: number): readonly number[] {
  return after.slice(0, after.length - Math.max(0, Math.floor((after.length - reach) / GRID) * GRID));
}
