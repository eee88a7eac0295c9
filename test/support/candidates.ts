/** What a policy is shown, with only the interesting part spelled out. */
import type { Candidate, View } from '../../engine/decode/policies/policy';

export function candidate(given: Partial<Candidate> & Pick<Candidate, 'index'>): Candidate {
  const { index, confidence = 0.5 } = given;
  return { key: index, id: 100 + index, confidence, likeliest: 100 + index, margin: confidence, entropy: 1, ...given };
}

/** One open cell per confidence; the entropy is what is left to 1. */
export function candidates(...confidences: number[]): Candidate[] {
  return confidences.map((confidence, index) => candidate({ index, confidence, entropy: 1 - confidence }));
}

export function view(open: readonly Candidate[], given: Partial<View> = {}): View {
  return {
    open,
    decided: [],
    length: Math.max(0, ...open.map(({ index }) => index + 1)),
    passesLeft: 4,
    passes: 8,
    opened: 16,
    choiceTemperature: 0,
    random: () => 0.5,
    noise: () => 20,
    ...given,
  };
}
