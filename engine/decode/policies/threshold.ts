/**
 * Threshold rules of three families. All commit what is above a threshold and otherwise the best cell or cells; they
 * differ in threshold, block size and how many the fallback takes.
 */
import { atLeastQuota, byConfidence, onePerCell, stateless, type Candidate, type Policy, type View } from './policy';
import { firstSubBlock } from './subBlocks';

interface Rule {
  /** `atLeast`: the threshold itself suffices. */
  readonly threshold: number;
  readonly atLeast?: boolean;
  readonly block: number;
}

function thresholdPolicy({ threshold, atLeast = false, block }: Rule): Policy {
  const isSure = ({ confidence }: Candidate): boolean => (atLeast ? confidence >= threshold : confidence > threshold);
  return stateless(
    (view) => {
      const part = firstSubBlock(view, block);
      return atLeastQuota(byConfidence(part.open).filter(isSure), part);
    },
    { passes: onePerCell },
  );
}

/** Fast-dLLM (Wu et al. 2025), NVlabs/Fast-dLLM llada/generate.py: threshold 0.9, blocks of 32. */
export const fastPolicy = thresholdPolicy({ threshold: 0.9, atLeast: true, block: 32 });

/** LLaDA 2.0 (Inclusion AI 2025): all above 0.95 if they are at least the step's quota, else the quota's best. */
export const llada2Policy = thresholdPolicy({ threshold: 0.95, block: 32 });

/** SDAR (Cheng et al. 2025), JetAstra/SDAR `low_confidence_dynamic`: threshold 0.85, blocks of 4. */
export const sdarPolicy = thresholdPolicy({ threshold: 0.85, block: 4 });

const FACTOR = 1;

/**
 * Fast-dLLM's factor rule: the n most confident cells are committed for the largest n at which every k-th of them is
 * above 1 - factor / (k + 1). The published loop also takes one cell more where only the last falls short; this does not.
 */
export const factorPolicy = stateless(
  (view: View) => {
    const part = firstSubBlock(view, 32);
    const ranked = byConfidence(part.open);
    const short = ranked.findIndex(({ confidence }, i) => i > 0 && confidence < 1 - FACTOR / (i + 2));
    return atLeastQuota(ranked.slice(0, short < 0 ? ranked.length : short), part);
  },
  { passes: onePerCell },
);
