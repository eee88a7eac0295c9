/**
 * How often a decided cell turns out right, from what the model said when it was decided (logistic, after Platt 1999).
 * A pass believes what earlier passes decided, which may be wrong: the later a cell is decided, the less its probability
 * says. What a parallel place proposes is another kind of evidence and has weights of its own. Fitted on held-out holes by
 * `training/calibrate.py`; concerns what is shown, never what is decided.
 */
import type { Decision, DraftCell } from './draft';

export interface Calibration {
  readonly bias: number;
  /** Weight of the log-odds of the model's probability. */
  readonly logit: number;
  /** Weight of the share of cells that earlier passes decided. */
  readonly decided: number;
  /** Weight of the product of the two. */
  readonly decidedLogit: number;
  /** Added for a token that a parallel place proposes. */
  readonly proposed: number;
  /** Added to the weight of its log-odds. */
  readonly proposedLogit: number;
}

/** What is known of a cell beside what the model said of it. */
export interface Circumstances {
  /** See `decidedShare`, before it was decided itself. */
  readonly decided: number;
  readonly isProposed: boolean;
}

/** Probabilities beyond are all the same. */
const MOST = 0.9999;

export function calibrated(weights: Calibration, confidence: number, { decided, isProposed }: Circumstances): number {
  const p = Math.min(MOST, Math.max(1 - MOST, confidence));
  const odds = Math.log(p / (1 - p));
  const proposed = isProposed ? 1 : 0;
  const bias = weights.bias + weights.decided * decided + weights.proposed * proposed;
  const slope = weights.logit + weights.decidedLogit * decided + weights.proposedLogit * proposed;
  return 1 / (1 + Math.exp(-(bias + slope * odds)));
}

/** Share of the cells that are decided, of those that are not pinned. */
export function decidedShare(cells: readonly DraftCell[]): number {
  const free = cells.filter(({ state }) => state !== 'pinned');
  return free.filter(({ state }) => state === 'committed').length / Math.max(1, free.length);
}

/** The decision with what is to be shown of it; its runners-up share what is left, but none overtakes it by that. */
export function asShown(calibration: Calibration | undefined, decision: Decision, decidedBefore: number): Decision {
  if (!calibration) return decision;
  const { confidence, alternatives, source } = decision;
  const shown = calibrated(calibration, confidence, { decided: decidedBefore, isProposed: source !== undefined });
  const scale = (1 - shown) / Math.max(1 - confidence, 1 - MOST);
  const others = alternatives.map(({ id, probability }) => {
    const most = probability <= confidence ? shown : 1;
    return { id, probability: Math.min(most, probability * scale) };
  });
  return { ...decision, shown, alternatives: others };
}
