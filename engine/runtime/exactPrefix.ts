/**
 * Keys and values of a text of which each row depends on those before it only (or on its own block and those before):
 * exact, and kept as far as the front of the text stays the same. One text is kept, the last.
 */
import { allocateKeyValues, copyRows, firstRows, type KeyValues, type KeyValueShape } from './keyValues';
import { CHUNK_ROWS, letOthersRun } from './streamCache';

export interface ExactPrefixOptions {
  readonly shape: KeyValueShape;
  /** Rows that depend on each other: texts are whole multiples of it. 1 where each row sees only those before it. */
  readonly unit: number;
  /** Computes the rows of `ids`, which follow those of `past`. */
  readonly compute: (ids: readonly number[], past: KeyValues) => Promise<KeyValues>;
}

export class ExactPrefix {
  private ids: readonly number[] = [];
  private keyValues: KeyValues;

  constructor(private readonly options: ExactPrefixOptions) {
    this.keyValues = allocateKeyValues(options.shape, 0);
  }

  /** Rows in front that are known: whole units of equal ids. */
  common(ids: readonly number[]): number {
    const { unit } = this.options;
    let same = 0;
    while (same < Math.min(ids.length, this.ids.length) && this.ids[same] === ids[same]) same++;
    return Math.floor(same / unit) * unit;
  }

  /** One row per id. Rejects with the signal's reason between two runs; what was computed until then is lost. */
  async cover(ids: readonly number[], signal?: AbortSignal): Promise<KeyValues> {
    const { shape, unit, compute } = this.options;
    let begin = this.common(ids);
    if (begin === ids.length && this.ids.length === ids.length) return this.keyValues;
    const keyValues = allocateKeyValues(shape, ids.length);
    copyRows(keyValues, 0, { from: this.keyValues, row: 0, count: begin });
    const step = Math.max(1, Math.floor(CHUNK_ROWS / unit)) * unit;
    while (begin < ids.length) {
      await letOthersRun();
      signal?.throwIfAborted();
      const fresh = await compute(ids.slice(begin, begin + step), firstRows(keyValues, begin));
      copyRows(keyValues, begin, { from: fresh, row: 0, count: fresh.capacity });
      begin += fresh.capacity;
    }
    this.ids = ids;
    this.keyValues = keyValues;
    return keyValues;
  }
}
