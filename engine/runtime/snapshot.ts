/**
 * Keys and values of one whole sequence, context and canvas, as the passes over the canvas go on: rows that a pass does
 * not compute again are its past. In the context these are all that did not change; in the canvas, the cells that an
 * earlier pass computed as decided. Source of the latter: the decoded-token cache of dKV-Cache (Ma et al. 2025).
 */
import { allocateKeyValues, copyRows, type KeyValues } from './keyValues';

/** A decided cell by its canvas and its name there, see `CanvasHistory`. */
export interface NamedCell {
  readonly canvas: number;
  readonly key: number;
}

/** A row of a run that is worth keeping. */
export interface FreshRow {
  readonly row: number;
  /** Where it stands in the run. */
  readonly at: number;
  /** Absent for a row of the context. */
  readonly cell?: NamedCell;
}

interface Past {
  /** The rows left out, ascending. */
  readonly without: readonly number[];
  readonly keyValues: KeyValues;
}

/** Laying out a past anew costs about as much as computing so many rows. */
const WORTH_LAYING_OUT = 8;

export class Snapshot {
  /** Canvas passes that used it. */
  passes = 0;
  /** What rows were computed as, where that was a decided cell. */
  private readonly settled = new Map<number, NamedCell>();
  private past: Past | undefined;

  constructor(
    private tokens: readonly number[],
    /** One row per id. */
    readonly keyValues: KeyValues,
  ) {}

  get ids(): readonly number[] {
    return this.tokens;
  }

  /** Whether `row` was computed as this cell. */
  isSettled(row: number, { canvas, key }: NamedCell): boolean {
    const known = this.settled.get(row);
    return known?.canvas === canvas && known.key === key;
  }

  /** All rows but those of `needed` (ascending), and perhaps but a few more: `without` says which. */
  pastWithout(needed: readonly number[]): Past {
    const { past } = this;
    if (past && past.without.length < needed.length + WORTH_LAYING_OUT && includesAll(past.without, needed))
      return past;
    const keyValues = allocateKeyValues(this.keyValues.shape, this.ids.length - needed.length);
    let [at, row] = [0, 0];
    for (const next of [...needed, this.ids.length]) {
      copyRows(keyValues, at, { from: this.keyValues, row, count: next - row });
      at += next - row;
      row = next + 1;
    }
    this.past = { without: needed, keyValues };
    return this.past;
  }

  /** The past is as large as the rest, and quickly made again. */
  forgetPast(): void {
    this.past = undefined;
  }

  /** Takes rows of a run over `ids`, a sequence of the same length. */
  keep(ids: readonly number[], fresh: KeyValues, rows: readonly FreshRow[]): void {
    const tokens = [...this.tokens];
    for (const { row, at, cell } of rows) {
      copyRows(this.keyValues, row, { from: fresh, row: at, count: 1 });
      tokens[row] = ids[row] ?? 0;
      if (cell) this.settled.set(row, cell);
      else this.settled.delete(row);
    }
    this.tokens = tokens;
    // What a past holds of these rows is stale; those that it leaves out do not concern it.
    const { past } = this;
    if (past && rows.some(({ row }) => !past.without.includes(row))) this.forgetPast();
  }
}

function includesAll(rows: readonly number[], wanted: readonly number[]): boolean {
  const known = new Set(rows);
  return wanted.every((row) => known.has(row));
}
