/**
 * Commits every cell above a threshold, and in any case the pass's quota. Source: Fast-dLLM (Wu et al.
 * 2025), threshold 0.9, with the minimum quota of LLaDA 2.0. Below the threshold no two neighbours are committed in one
 * pass while the quota can be met otherwise (as in kucukkanat/lfm-encoders): each was guessed without seeing the other,
 * and a small model then repeats itself.
 */
import { byConfidence, quota, stateless, type Candidate } from './policy';

const THRESHOLD = 0.9;

export const confidencePolicy = stateless(({ open, passesLeft }) => {
  const ranked = byConfidence(open);
  const sure = ranked.filter((candidate) => candidate.confidence >= THRESHOLD);
  const needed = quota(open.length, passesLeft);
  if (sure.length >= needed) return sure;
  return fillApart(sure, ranked.slice(sure.length), needed);
});

/** Adds from `rest` until `needed` are chosen: cells apart from those chosen first, then the best of the others. */
export function fillApart(
  sure: readonly Candidate[],
  rest: readonly Candidate[],
  needed: number,
): readonly Candidate[] {
  const chosen = [...sure];
  const taken = new Set(sure.map((candidate) => candidate.index));
  const passedOver: Candidate[] = [];
  for (const candidate of rest) {
    if (chosen.length >= needed) break;
    if (taken.has(candidate.index - 1) || taken.has(candidate.index + 1)) {
      passedOver.push(candidate);
    } else {
      chosen.push(candidate);
      taken.add(candidate.index);
    }
  }
  return chosen.concat(passedOver.slice(0, Math.max(0, needed - chosen.length)));
}
