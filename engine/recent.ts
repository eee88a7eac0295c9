/** The values used last, by key: no more than `most`. */
export class Recent<K, V> {
  /** Least recently used first. */
  private readonly values = new Map<K, V>();

  constructor(private readonly most: number) {}

  /** The key's value, made if it is not kept; what was used longest ago goes for it. */
  take(key: K, make: () => V): V {
    const value = this.values.get(key) ?? make();
    this.values.delete(key);
    this.values.set(key, value);
    for (const oldest of this.values.keys()) {
      if (this.values.size <= this.most) break;
      this.values.delete(oldest);
    }
    return value;
  }

  delete(key: K): void {
    this.values.delete(key);
  }

  clear(): void {
    this.values.clear();
  }
}
