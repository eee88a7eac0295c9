/**
 * Remembers the last few assembled contexts, so that the passes over one hole (or over several holes in turn) assemble
 * theirs once. Contexts are compared by their ids: callers may pass equal arrays instead of the same.
 */

export interface ContextKey {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

interface Entry<T> extends ContextKey {
  readonly value: T;
}

export class ContextMemo<T> {
  /** Least recently used first. */
  private entries: Entry<T>[] = [];

  constructor(private readonly limit: number) {}

  get({ before, after }: ContextKey): T | undefined {
    const found = this.entries.find((entry) => equal(entry.before, before) && equal(entry.after, after));
    if (found) this.entries = [...this.entries.filter((entry) => entry !== found), found];
    return found?.value;
  }

  set({ before, after }: ContextKey, value: T): void {
    // Copied: a caller may go on and change its arrays.
    this.entries = [...this.entries, { before: [...before], after: [...after], value }].slice(-this.limit);
  }
}

/** From the end, where the contexts of neighbouring holes differ first. Called per pass on whole documents. */
function equal(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = a.length - 1; i >= 0; i--) if (a[i] !== b[i]) return false;
  return true;
}
