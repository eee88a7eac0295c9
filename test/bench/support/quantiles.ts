/** Summaries of repeated timings. Best and median: the mean of a shared machine says little. */

export interface Quantiles {
  readonly best: number;
  readonly median: number;
}

/** Milliseconds of `rounds` calls. */
export async function quantiles(rounds: number, run: () => Promise<unknown>): Promise<Quantiles> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  return { best: Math.min(...times), median: median(times) };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that this share of the values, from 0 to 1, lies below. */
export function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN;
}
