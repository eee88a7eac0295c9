/**
 * Commits the same number of cells each pass, most confident first. Source: LLaDA (Nie et al. 2025), low-confidence
 * remasking with linear quotas. The earlier passes take the remainder.
 */
import { byConfidence, quota, type Policy } from './policy';

export const stepsPolicy: Policy = (candidates, { passesLeft }) =>
  byConfidence(candidates).slice(0, quota(candidates.length, passesLeft));
