/** The value that is proposed most often, by its key; of equals, the first. */
export class Votes<T> {
  private readonly counts = new Map<string, { readonly value: T; count: number }>();

  add(key: string, value: T): void {
    const vote = this.counts.get(key) ?? { value, count: 0 };
    vote.count++;
    this.counts.set(key, vote);
  }

  /** Of those that are accepted. */
  winner(accepts: (value: T) => boolean = () => true): T | undefined {
    const ranked = [...this.counts.values()].sort((a, b) => b.count - a.count);
    return ranked.find(({ value }) => accepts(value))?.value;
  }
}
