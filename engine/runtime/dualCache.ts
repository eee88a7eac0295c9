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
import { Snapshot, type NamedCell } from './snapshot';
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

/** A snapshot of nearly the same sequence, and how many of its rows are not in it. */
interface Found {
  readonly snapshot: Snapshot;
  readonly changed: number;
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
    this.use(new Snapshot(sequence.ids, await this.options.runner.extend(this.allRows(sequence))));
    return { computedRows: contextRows, cachedRows: 0 };
  }

  async plan(canvas: Canvas, signal?: AbortSignal): Promise<CanvasPass> {
    await letOthersRun();
    signal?.throwIfAborted();
    const sequence = this.layOut(canvas);
    const found = this.find(sequence);
    if (!found || found.snapshot.passes >= this.options.refreshEvery) return this.fullPass(sequence, found?.snapshot);
    found.snapshot.passes++;
    const inPlace =
      sequence.ids.length === found.snapshot.ids.length &&
      differing(found.snapshot.ids, sequence.ids).length <= found.changed;
    return inPlace ? this.canvasPass(sequence, found.snapshot, canvas) : this.adapt(sequence, found.snapshot);
  }

  private layOut({ before, after, cells, frame }: Context & Pick<Canvas, 'cells'>): Sequence {
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
      ...(this.options.refreshEvery > 1 && {
        keep: (fresh: KeyValues) => this.use(new Snapshot(sequence.ids, fresh), stale),
      }),
    };
  }

  /** The rows of which nothing is known yet, those of open cells, and those that the cells asked for are predicted from. */
  private canvasPass(sequence: Sequence, snapshot: Snapshot, { history, rows: asked }: Canvas): CanvasPass {
    const { ids, begin, end } = sequence;
    const missing = differing(snapshot.ids, ids).filter((row) => row < begin || row >= end);
    const unsettled = range(begin, end)
      .map((row) => ({ row, ...namedCell(history, row - begin) }))
      .filter(({ row, cell }) => !cell || !snapshot.isSettled(row, cell));
    const predictors = asked.map((cell) => this.predictor(sequence, cell));
    const needed = [...new Set([...missing, ...unsettled.map(({ row }) => row), ...predictors])].sort((a, b) => a - b);
    const { without: computed, keyValues: past } = snapshot.pastWithout(needed);
    const place = new Map(computed.map((row, at) => [row, at]));
    const kept = [...missing.map((row) => ({ row })), ...unsettled.filter(({ cell }) => cell)].map((each) => ({
      ...each,
      at: place.get(each.row) ?? 0,
    }));
    return {
      rows: { ids: computed.map((row) => ids[row] ?? 0), positions: computed, past },
      rowOf: (cell) => place.get(this.predictor(sequence, cell)) ?? 0,
      ...(kept.length > 0 && {
        keep: (fresh: KeyValues) => snapshot.keep(ids, fresh, kept),
      }),
    };
  }

  /** Carries a snapshot over to a sequence that differs from it; new rows of the context join the canvas's in this run. */
  private adapt(sequence: Sequence, snapshot: Snapshot): CanvasPass {
    const { sizes } = this.options.runner;
    const { ids, end } = sequence;
    const first = this.predictor(sequence, 0);
    const { keyValues, missing } = moveRows(snapshot, ids, sizes);
    const inCanvas = (row: number) => row >= first && row < end;
    const computed = [...missing.filter((row) => !inCanvas(row)), ...range(first, end)].sort((a, b) => a - b);
    const used = new Set(computed);
    const kept = range(0, ids.length).filter((row) => !used.has(row));
    const past = allocateKeyValues(keyValues.shape, kept.length);
    for (const { at, row, count } of runs(kept)) copyRows(past, at, { from: keyValues, row, count });
    const place = new Map(computed.map((row, at) => [row, at]));
    return {
      rows: { ids: computed.map((row) => ids[row] ?? 0), positions: computed, past },
      rowOf: (cell) => place.get(this.predictor(sequence, cell)) ?? 0,
      keep: (fresh) => {
        for (const { at, row, count } of runs(computed)) copyRows(keyValues, row, { from: fresh, row: at, count });
        const moved = new Snapshot(ids, keyValues);
        moved.passes = snapshot.passes;
        this.use(moved, snapshot);
      },
    };
  }

  /** The snapshot nearest to a sequence, if it is near enough; of equally near ones the one used last. */
  private find({ ids, begin, end }: Sequence): Found | undefined {
    const enough = Math.ceil(ids.length * MOST_CHANGED) + (end - begin);
    let [best, limit]: [Found | undefined, number] = [undefined, enough];
    // Mostly the one used last is it; having it, the others need hardly be looked at.
    for (const snapshot of this.snapshots.toReversed()) {
      const changed = changedRows(snapshot.ids, ids, { limit, edits: 2 * enough });
      if (changed === undefined) continue;
      best = { snapshot, changed };
      if (changed === 0) break;
      limit = changed - 1;
    }
    if (best) this.use(best.snapshot);
    return best;
  }

  private use(snapshot: Snapshot, instead?: Snapshot): void {
    const others = this.snapshots.filter((other) => other !== snapshot && other !== instead);
    for (const other of others) other.forgetPast();
    this.snapshots = [...others, snapshot].slice(-REMEMBERED);
  }
}

/**
 * Rows of `ids` that a snapshot lacks; `undefined` if they are more than `limit`, or more than `edits` come and go. Takes
 * time by the square of these.
 */
function changedRows(
  old: readonly number[],
  ids: readonly number[],
  { limit, edits }: { readonly limit: number; readonly edits: number },
): number | undefined {
  // As many rows go as come, and as many more as the old is longer.
  const maxEditLength = Math.min(edits, 2 * limit + old.length - ids.length);
  if (maxEditLength < 0) return undefined;
  const changes = diffArrays([...old], [...ids], { maxEditLength }) as ReturnType<typeof diffArrays> | undefined;
  return changes?.reduce((sum, { added, count }) => sum + (added ? count : 0), 0);
}

/** A cell of a canvas, if it is decided. */
function namedCell(history: Canvas['history'], index: number): { readonly cell?: NamedCell } {
  const key = history?.decided[index] ?? 0;
  return history && key !== 0 ? { cell: { canvas: history.canvas, key } } : {};
}

/** Rows of two sequences of one length that are not the same. */
function differing(old: readonly number[], ids: readonly number[]): number[] {
  return ids.flatMap((id, row) => (old[row] === id ? [] : [row]));
}

/** Stretches of rows that follow each other, `at` where they stand in the list. */
function runs(rows: readonly number[]): { readonly at: number; readonly row: number; readonly count: number }[] {
  const starts = rows.flatMap((row, at) => (row - 1 === rows[at - 1] ? [] : [at]));
  return starts.map((at, i) => ({ at, row: rows[at] ?? 0, count: (starts[i + 1] ?? rows.length) - at }));
}

function range(begin: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - begin) }, (_, i) => begin + i);
}
