/**
 * What the caches of dense bodies have in common: they turn a canvas and its context into the rows of one run.
 */
import type { CanvasRequest } from '../decode/canvasModel';
import type { GraphRows } from './graphRunner';
import type { KeyValues } from './keyValues';

export type Canvas = Pick<CanvasRequest, 'before' | 'after' | 'cells' | 'rows' | 'frame' | 'history' | 'conditionAt'>;
export type Context = Pick<Canvas, 'before' | 'after' | 'frame'>;

/** One run over a canvas. */
export interface CanvasPass {
  readonly rows: GraphRows;
  /** Which row of the run predicts a cell. */
  readonly rowOf: (cell: number) => number;
  /** Takes the run's keys and values; absent if nobody needs them. */
  readonly keep?: (fresh: KeyValues) => void;
  /** What all rows of the canvas predict is wanted, see `Output.means`; absent if nobody does. */
  readonly means?: MeansWanted;
}

export interface MeansWanted {
  /** Rows of the run, in the order in which their means are taken. */
  readonly rows: readonly number[];
  readonly temperature: number;
  readonly take: (means: Float32Array) => void;
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
