/**
 * Keys and values of the decided cells of one canvas, kept from the pass that first saw them decided: later passes compute
 * rows only for cells that are open or were decided just now. An approximation, since a kept row does not see what was
 * decided after it. Source: the decoded-token cache of dKV-Cache (Ma et al. 2025), there for whole sequences.
 */
import { allocateKeyValues, copyRows, type KeyValues, type KeyValueShape } from './keyValues';
import { rotateRows, type Rotary } from './rotation';

/** A decided cell: its name in the canvas, and where it stands. */
export interface DecidedCell {
  readonly key: number;
  readonly position: number;
}

export class SettledCells {
  /** One slot per row of `block`; `undefined` where the row is free. */
  private readonly slots: (DecidedCell | undefined)[];
  private readonly block: KeyValues;

  constructor(
    shape: KeyValueShape,
    private readonly rotary: Rotary,
    capacity: number,
  ) {
    this.block = allocateKeyValues(shape, capacity);
    this.slots = new Array<DecidedCell | undefined>(capacity).fill(undefined);
  }

  /** Keys of the cells among `cells` whose rows are kept, now standing where their cells do. Forgets all others. */
  recall(cells: readonly DecidedCell[]): ReadonlySet<number> {
    const wanted = new Map(cells.map((cell) => [cell.key, cell]));
    for (const [row, kept] of this.slots.entries()) {
      if (!kept) continue;
      const now = wanted.get(kept.key);
      if (now) rotateRows(this.block, { row, count: 1 }, now.position - kept.position, this.rotary);
      this.slots[row] = now;
    }
    return new Set(this.slots.flatMap((kept) => kept?.key ?? []));
  }

  /** Keeps rows of a run that computed decided cells, as far as there is room. */
  keep(fresh: KeyValues, rows: readonly (DecidedCell & { readonly row: number })[]): void {
    for (const { row, key, position } of rows) {
      const free = this.slots.indexOf(undefined);
      if (free < 0) return;
      copyRows(this.block, free, { from: fresh, row, count: 1 });
      this.slots[free] = { key, position };
    }
  }

  /** Copies the kept rows into `to` from row `at` on. Returns which of the rows copied are in use. */
  copyTo(to: KeyValues, at: number): readonly boolean[] {
    const used = this.slots.map((kept) => kept !== undefined);
    copyRows(to, at, { from: this.block, row: 0, count: used.lastIndexOf(true) + 1 });
    return used;
  }
}
