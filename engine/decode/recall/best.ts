/** What text says about an open cell by what stands where the cell's neighbours stand. */
export interface Recall {
  /** How often each token stands in the places that agree best, as shares of 1. */
  readonly shares: ReadonlyMap<number, number>;
  /** How many neighbours agree there, of both sides together. */
  readonly order: number;
  /** Whether one on either side does. */
  readonly isBetween: boolean;
  /** How many such places there are. */
  readonly places: number;
  /** From the cell to the nearest neighbour that agrees. */
  readonly distance: number;
}

/** The places that agree best of those seen so far. A neighbour counts the less, the farther it is from its cell. */
export class Best {
  private score = 0;
  private order = 0;
  private isBetween = false;
  private places = 0;
  private distance = Infinity;
  private counts = new Map<number, number>();

  private readonly left: number;
  private readonly right: number;

  constructor(
    private readonly fromLeft: number,
    private readonly fromRight: number,
  ) {
    this.left = Math.sqrt(fromLeft);
    this.right = Math.sqrt(fromRight);
  }

  /** Than places where so many neighbours agree, before these are counted. */
  isBetterThan(left: number, right: number): boolean {
    return this.score > this.scoreOf(left, right);
  }

  /** A place where `id` stands (nothing, outside the text) and so many neighbours on either side agree. */
  take(id: number | undefined, left: number, right: number): void {
    const score = this.scoreOf(left, right);
    if (id === undefined || score < this.score) return;
    if (score > this.score) this.startAt(score);
    this.order = Math.max(this.order, left + right);
    this.isBetween ||= left > 0 && right > 0;
    this.places++;
    this.distance = Math.min(this.distance, left > 0 ? this.fromLeft : Infinity, right > 0 ? this.fromRight : Infinity);
    this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
  }

  recall(): Recall | undefined {
    const { order, isBetween, places, distance, counts } = this;
    if (places === 0) return undefined;
    const shares = new Map([...counts].map(([id, count]) => [id, count / places]));
    return { shares, order, isBetween, places, distance };
  }

  private scoreOf(left: number, right: number): number {
    return left / this.left + right / this.right;
  }

  private startAt(score: number): void {
    this.score = score;
    this.order = 0;
    this.isBetween = false;
    this.places = 0;
    this.distance = Infinity;
    this.counts = new Map();
  }
}
