/**
 * Commits cells in order of entropy while the entropies of those before stay within a budget. Source: EB-Sampler
 * (Ben-Hamu et al. 2025): the sum bounds what parallel commits lose against one at a time. At least the quota that the
 * passes left require.
 */
import { quota, stateless } from './policy';

/** Nats per pass; published engines use 0.1 to 0.6 (SDAR 0.35). */
const GAMMA = 0.35;

export const entropyPolicy = stateless(({ open, passesLeft }) => {
  const ranked = [...open].sort((a, b) => a.entropy - b.entropy || a.index - b.index);
  let spent = 0;
  let within = 0;
  for (const candidate of ranked) {
    if (spent > GAMMA) break;
    within++;
    spent += candidate.entropy;
  }
  return ranked.slice(0, Math.max(within, quota(open.length, passesLeft)));
});
