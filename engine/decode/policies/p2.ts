/**
 * Path planning: each pass keeps the most confident share of all cells and opens the others, decided ones included.
 * Source: P2 (Peng et al. 2025), as in pengzhangzhi/Open-dLLM generation_utils.py, `alg="p2"`: the share kept grows
 * evenly with the passes, and the confidence is that of the pass's own proposal, also where a cell is decided.
 */
import { onePerCell, type Candidate, type Moves, type Policy, type View } from './policy';

export const p2Policy: Policy = { revises: true, whole: 'drawn', passes: onePerCell, begin: () => choose };

function choose(view: View): Moves {
  const cells = [
    ...view.open.map((proposal) => ({ proposal, isOpen: true })),
    ...view.decided.flatMap(({ now }) => (now ? [{ proposal: now.proposal, isOpen: false }] : [])),
  ].sort((a, b) => a.proposal.confidence - b.proposal.confidence || a.proposal.index - b.proposal.index);
  // A whole number of cells times a fraction: rounding must not lose one where the product is whole.
  const masked = Math.floor((cells.length * (view.passesLeft - 1)) / view.passes);
  const indices = (found: readonly { readonly proposal: Candidate }[]): number[] =>
    found.map(({ proposal }) => proposal.index);
  return {
    commit: cells.slice(masked).flatMap(({ proposal, isOpen }) => (isOpen ? [proposal] : [])),
    remask: indices(cells.slice(0, masked).filter(({ isOpen }) => !isOpen)),
  };
}
