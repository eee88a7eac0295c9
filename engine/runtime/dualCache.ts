/**
 * The dual cache of fully bidirectional bodies: keys and values of the text on both sides of a canvas are computed in one
 * full pass and then kept while the canvas is denoised, though strictly each pass over the canvas would change them. They
 * are computed anew every few passes, and at once when much of the context is another. Source: Fast-dLLM (Wu et al.
 * 2025, NVlabs/Fast-dLLM), there with one refresh per block.
 *
 * What changed of a context is found by comparing ids, so typing, a longer canvas or another block of the same hole cost
 * the rows that are new; kept keys are rotated to where their tokens stand now.
 */
import { diffArrays } from 'diff';

import type { Body } from '../models/body';
import {
  cropAfter,
  cropBefore,
  type Canvas,
  type CanvasPass,
  type Context,
  type ContextCache,
  type WarmCount,
} from './canvasPass';
import type { GraphRunner } from './graphRunner';
import { allocateKeyValues, copyRows, type KeyValues } from './keyValues';
import { moveRows } from './moveRows';
import { letOthersRun } from './streamCache';

export interface DualCacheOptions {
  readonly body: Pick<Body, 'alignment' | 'beginIds' | 'endIds' | 'maskId'>;
  readonly runner: GraphRunner;
  /** Tokens seen on either side. */
  readonly reach: number;
  /** Passes over a canvas per computation of its context; 1 is exact. */
  readonly refreshEvery: number;
}

/** A whole sequence with the cells of its canvas at [begin, end). Positions are indices. */
interface Sequence {
  readonly ids: readonly number[];
  readonly begin: number;
  readonly end: number;
}

interface Snapshot {
  readonly ids: readonly number[];
  /** One row per id. */
  readonly keyValues: KeyValues;
  /** Canvas passes that used it. */
  passes: number;
  /** What the canvas at [first, end) attended last. */
  past?: { readonly first: number; readonly end: number; readonly keyValues: KeyValues };
}

/** Rows that changed, as a share of the sequence, beyond which everything is computed anew. */
const MOST_CHANGED = 0.25;
/** Cells that the context is computed around before a canvas is known. */
const NOMINAL_CELLS = 12;
/** Holes that are solved jointly take turns. */
const REMEMBERED = 4;

export class DualCache implements ContextCache {
  /** Least recently used first. */
  private snapshots: Snapshot[] = [];

  constructor(private readonly options: DualCacheOptions) {}

  async warm(context: Context, signal?: AbortSignal): Promise<WarmCount> {
    const cells = new Array<number>(NOMINAL_CELLS).fill(this.options.body.maskId);
    const sequence = this.layOut({ ...context, cells });
    const contextRows = sequence.ids.length - cells.length;
    if (this.options.refreshEvery === 1 || this.find(sequence)) return { computedRows: 0, cachedRows: contextRows };
    await letOthersRun();
    signal?.throwIfAborted();
    this.remember(sequence.ids, await this.options.runner.extend(this.allRows(sequence)));
    return { computedRows: contextRows, cachedRows: 0 };
  }

  async plan(canvas: Canvas, signal?: AbortSignal): Promise<CanvasPass> {
    await letOthersRun();
    signal?.throwIfAborted();
    const sequence = this.layOut(canvas);
    const snapshot = this.find(sequence);
    if (!snapshot || snapshot.passes >= this.options.refreshEvery) return this.fullPass(sequence, snapshot);
    snapshot.passes++;
    return this.canvasPass(sequence, snapshot);
  }

  private layOut({ before, after, cells, frame }: Canvas): Sequence {
    const { body, reach } = this.options;
    const left = [...(frame?.begin ?? body.beginIds), ...cropBefore(before, reach)];
    const right = [...cropAfter(after, reach), ...(frame?.end ?? body.endIds)];
    return { ids: [...left, ...cells, ...right], begin: left.length, end: left.length + cells.length };
  }

  /** The row that predicts a cell: its own, or the one before it; the first of all predicts itself. */
  private predictor({ begin }: Sequence, cell: number): number {
    return this.options.body.alignment === 'same' ? begin + cell : Math.max(0, begin + cell - 1);
  }

  private allRows({ ids }: Sequence) {
    return { ids, positions: ids.map((_, index) => index), past: allocateKeyValues(this.options.runner.sizes, 0) };
  }

  private fullPass(sequence: Sequence, stale: Snapshot | undefined): CanvasPass {
    return {
      rows: this.allRows(sequence),
      rowOf: (cell) => this.predictor(sequence, cell),
      // Exact caches are never read again.
      ...(this.options.refreshEvery > 1 && { keep: (fresh: KeyValues) => this.remember(sequence.ids, fresh, stale) }),
    };
  }

  /** The rows that the cells are predicted from, and any others of which nothing is known yet. */
  private canvasPass(sequence: Sequence, snapshot: Snapshot): CanvasPass {
    const first = this.predictor(sequence, 0);
    const { ids, end } = sequence;
    if (sameOutside(snapshot.ids, ids, first, end)) {
      const past = this.pastOf(snapshot, first, end);
      const positions = range(first, end);
      const rows = { ids: ids.slice(first, end), positions, past };
      return { rows, rowOf: (cell) => this.predictor(sequence, cell) - first };
    }
    return this.adapt(sequence, first, snapshot);
  }

  /** All rows of a snapshot except [first, end). */
  private pastOf(snapshot: Snapshot, first: number, end: number): KeyValues {
    const known = snapshot.past;
    if (known?.first === first && known.end === end) return known.keyValues;
    const { shape } = snapshot.keyValues;
    const count = snapshot.ids.length;
    const keyValues = allocateKeyValues(shape, count - (end - first));
    copyRows(keyValues, 0, { from: snapshot.keyValues, row: 0, count: first });
    copyRows(keyValues, first, { from: snapshot.keyValues, row: end, count: count - end });
    snapshot.past = { first, end, keyValues };
    return keyValues;
  }

  /** Carries a snapshot over to a sequence that differs from it; new rows of the context join the canvas's in this run. */
  private adapt({ ids, begin, end }: Sequence, first: number, snapshot: Snapshot): CanvasPass {
    const { sizes } = this.options.runner;
    const { keyValues, missing } = moveRows(snapshot, ids, sizes);
    const inCanvas = (row: number) => row >= first && row < end;
    const computed = [...missing.filter((row) => !inCanvas(row)), ...range(first, end)].sort((a, b) => a - b);
    const used = new Set(computed);
    const kept = range(0, ids.length).filter((row) => !used.has(row));
    const past = allocateKeyValues(keyValues.shape, kept.length);
    for (const [at, row] of kept.entries()) copyRows(past, at, { from: keyValues, row, count: 1 });
    const place = new Map(computed.map((row, at) => [row, at]));
    return {
      rows: { ids: computed.map((row) => ids[row] ?? 0), positions: computed, past },
      rowOf: (cell) => place.get(this.predictor({ ids, begin, end }, cell)) ?? 0,
      keep: (fresh) => {
        for (const [at, row] of computed.entries()) copyRows(keyValues, row, { from: fresh, row: at, count: 1 });
        this.replace(snapshot, { ids, keyValues, passes: snapshot.passes });
      },
    };
  }

  /** The snapshot nearest to a sequence, if it is near enough. */
  private find({ ids, begin, end }: Sequence): Snapshot | undefined {
    const limit = Math.ceil(ids.length * MOST_CHANGED) + (end - begin);
    let best: { readonly snapshot: Snapshot; readonly changed: number } | undefined;
    for (const snapshot of this.snapshots) {
      const changed = changedRows(snapshot.ids, ids, limit);
      if (changed !== undefined && (!best || changed <= best.changed)) best = { snapshot, changed };
    }
    if (best) this.use(best.snapshot);
    return best?.snapshot;
  }

  private remember(ids: readonly number[], keyValues: KeyValues, stale?: Snapshot): void {
    this.replace(stale, { ids, keyValues, passes: 0 });
  }

  private replace(old: Snapshot | undefined, by: Snapshot): void {
    this.snapshots = [...this.snapshots.filter((snapshot) => snapshot !== old), by].slice(-REMEMBERED);
  }

  private use(snapshot: Snapshot): void {
    this.snapshots = [...this.snapshots.filter((other) => other !== snapshot), snapshot];
  }
}

/** Rows of `ids` that a snapshot lacks; `undefined` if they are more than `limit`. */
function changedRows(old: readonly number[], ids: readonly number[], limit: number): number | undefined {
  const changes = diffArrays([...old], [...ids], { maxEditLength: 2 * limit }) as
    ReturnType<typeof diffArrays> | undefined;
  const count = changes?.reduce((sum, { added, count }) => sum + (added ? count : 0), 0);
  return count !== undefined && count <= limit ? count : undefined;
}

function sameOutside(old: readonly number[], ids: readonly number[], first: number, end: number): boolean {
  return old.length === ids.length && ids.every((id, row) => (row >= first && row < end) || old[row] === id);
}

function range(begin: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - begin) }, (_, i) => begin + i);
}
