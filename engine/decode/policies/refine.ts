/**
 * Fills everything at once, then looks again: cells that the model does not believe now that it sees them are opened and
 * filled anew. The simplest loop of correction, for models trained to doubt what they see. Source: CDLM (Zhang et al.
 * 2025), zhangshuibai/CDLM: remask at a probability of at most 0.9, at most four rounds, the last pass never remasks.
 */
import type { Moves, Policy, View } from './policy';

const BELIEVED = 0.9;
const ROUNDS = 4;

export const refinePolicy: Policy = { revises: true, passes: () => 2 * ROUNDS + 1, begin: () => choose };

function choose({ open, decided, passesLeft }: View): Moves {
  // Another look is worth a pass only if a further one is left to fill what it opens.
  if (open.length > 0) return { commit: open, unfinished: passesLeft > 2 };
  return {
    commit: [],
    remask: decided.flatMap(({ index, now }) => (now && now.probability <= BELIEVED ? [index] : [])),
  };
}
