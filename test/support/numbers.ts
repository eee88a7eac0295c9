/** Comparing rows of numbers. */

/** Largest absolute difference; NaN if the lengths differ or a value is NaN, so that any bound fails. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return NaN;
  return Array.from(a, (value, index) => Math.abs(value - (b[index] ?? NaN))).reduce((x, y) => Math.max(x, y), 0);
}

/** Cosine of the angle between two rows of numbers; NaN if their lengths differ. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return NaN;
  const dot = (x: ArrayLike<number>, y: ArrayLike<number>) =>
    Array.from(x, (value, index) => value * (y[index] ?? NaN)).reduce((sum, value) => sum + value, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
