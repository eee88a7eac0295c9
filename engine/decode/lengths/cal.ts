/**
 * Finds the length at which the model is surest of its first guesses, corrected for the fact that it is surer of short
 * holes anyway. Source: CAL (Niu et al. 2026), NiuHechang/Calibrated_Adaptive_Length: the mean probability of the
 * likeliest tokens over masks alone, divided by a bias curve (the constants ship for LLaDA, Dream-Coder and DiffuCoder
 * alike), climbed up and then down until four lengths in a row are no better.
 */

const PATIENCE = 4;

/** What a model shows at this length before it has seen anything: the curve fitted in the paper. */
export function lengthBias(length: number): number {
  return Math.exp(-1.77 * length) + 0.56 * Math.exp(-0.06 * length) + 0.24;
}

export interface LengthSearch {
  readonly start: number;
  readonly most: number;
  /** Mean probability of the likeliest tokens of so many open cells. */
  readonly sureness: (length: number) => Promise<number>;
}

export async function calibratedLength({ start, most, sureness }: LengthSearch): Promise<number> {
  const scoreOf = async (length: number): Promise<number> => (await sureness(length)) / lengthBias(length);
  const first = Math.min(start, most);
  let best = { length: first, score: await scoreOf(first) };
  for (const step of [1, -1]) {
    let worse = 0;
    for (let length = first + step; length >= 1 && length <= most && worse < PATIENCE; length += step) {
      const score = await scoreOf(length);
      worse = score > best.score ? 0 : worse + 1;
      if (worse === 0) best = { length, score };
    }
  }
  return best.length;
}
