/**
 * Commits the same number of cells each pass, most confident first. Source: LLaDA (Nie et al. 2025), low-confidence
 * remasking with linear quotas, the whole canvas as one block. The earlier passes take the remainder.
 */
import { byConfidence, quota, stateless } from './policy';

export const stepsPolicy = stateless(({ open, passesLeft }) =>
  byConfidence(open).slice(0, quota(open.length, passesLeft)),
);
