/** Comparing rows of numbers. */

/** Largest absolute difference; NaN if the lengths differ or a value is NaN, so that any bound fails. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return NaN;
  return Array.from(a, (value, index) => Math.abs(value - (b[index] ?? NaN))).reduce((x, y) => Math.max(x, y), 0);
}
