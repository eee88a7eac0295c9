/**
 * The learned length of a hole. DELETE drops a cell, EXPAND turns one into two, within bounds that make every run end.
 * Source: DreamOn (Wu et al. 2025), expand and delete as tokens, with deletion broadcast over a trailing run.
 */
import type { SpecialIds } from './canvasModel';
import { freshKey, type Block, type DraftCell } from './draft';
import type { Candidate } from './policies/policy';

/** Length tokens that a block may not take now: EXPAND without room, budget, or a pass to fill the new cell. */
export function forbiddenLengths(block: Block, specials: SpecialIds, maxCells: number): number[] {
  if (block.keepsLength) return [specials.delete, specials.expand].filter((id) => id !== undefined);
  const mayExpand = block.growth > 0 && block.cells.length < maxCells && block.passesLeft > 1;
  return specials.expand === undefined || mayExpand ? [] : [specials.expand];
}

/**
 * Adds to the chosen cells: where one of them is in a run of open cells that ends the open stretch and all of which
 * propose DELETE, the whole run goes at once. A surplus stands at the end of an open stretch, so the run is one decision.
 */
export function broadcastDelete(
  chosen: readonly Candidate[],
  candidates: readonly Candidate[],
  deleteId: number | undefined,
): readonly Candidate[] {
  if (deleteId === undefined || !chosen.some((candidate) => candidate.id === deleteId)) return chosen;
  const taken = new Set(chosen.map((candidate) => candidate.index));
  const extra = trailingRuns(candidates, deleteId)
    .filter((run) => run.some((candidate) => taken.has(candidate.index)))
    .flat()
    .filter((candidate) => !taken.has(candidate.index));
  return [...chosen, ...extra];
}

/** For each stretch of neighbouring open cells: the candidates at its end that all propose DELETE. */
function trailingRuns(candidates: readonly Candidate[], deleteId: number): Candidate[][] {
  const runs: Candidate[][] = [];
  let run: Candidate[] = [];
  let previous: Candidate | undefined;
  for (const candidate of [...candidates].sort((a, b) => a.index - b.index)) {
    if (previous && candidate.index !== previous.index + 1) {
      runs.push(run);
      run = [];
    }
    run = candidate.id === deleteId ? [...run, candidate] : [];
    previous = candidate;
  }
  return [...runs, run].filter((found) => found.length > 0);
}

/**
 * Applies the length tokens among freshly committed cells: drops DELETE, splits EXPAND. An EXPAND without room goes
 * back to being an open cell.
 */
export function settleLengths(block: Block, specials: SpecialIds, maxCells: number): void {
  let room = Math.min(block.growth, maxCells - block.cells.length);
  let key = freshKey(block);
  block.cells = block.cells.flatMap((cell): DraftCell[] => {
    if (cell.state !== 'committed') return [cell];
    if (cell.decision.id === specials.delete) return [];
    if (cell.decision.id !== specials.expand) return [cell];
    if (room <= 0) return [{ state: 'open', key: cell.key }];
    room--;
    block.growth--;
    return [
      { state: 'open', key: cell.key },
      { state: 'open', key: key++ },
    ];
  });
}
