import { asShown } from './calibration';
import type { Prediction } from './canvasModel';
import type { RunHooks, Tools } from './denoise';
import { cellIds, freshKey, type Block, type Decision, type Draft } from './draft';
import { surroundings, type Scene } from './scene';
import { predictMasked } from './score';

/** Everything else stands when such a cell is asked for. */
const DECIDED_BEFORE = 1;

/**
 * Drafts in which what a skeleton pinned is decided like the rest, for it is as much a guess: with the probability that the
 * model gives it where it stands.
 */
export async function unpinned(
  tools: Tools,
  scene: Scene,
  drafts: readonly Draft[],
  hooks: Pick<RunHooks, 'turn'>,
): Promise<readonly Draft[]> {
  const { specials, calibration } = tools.model;
  const freed: Draft[] = [];
  for (const [hole, draft] of drafts.entries()) {
    const blocks: Block[] = [];
    for (const block of draft.blocks) {
      const asked = block.cells.flatMap(({ state }, i) => (state === 'pinned' ? [i] : []));
      const around = surroundings(tools.model, scene, drafts, { hole, block });
      const cells = cellIds(block.cells, specials.mask);
      const predictions = await predictMasked(tools, hooks, { ...around, cells }, asked);
      blocks.push(decided(block, (id, i) => asShown(calibration, decisionFor(id, predictions[i]), DECIDED_BEFORE)));
    }
    freed.push({ blocks });
  }
  return freed;
}

function decided(block: Block, decide: (id: number, index: number) => Decision): Block {
  const key = freshKey(block);
  const cells = block.cells.map((cell, i) =>
    cell.state === 'pinned' ? { state: 'committed' as const, key: key + i, decision: decide(cell.id, i) } : cell,
  );
  return { ...block, cells };
}

function decisionFor(id: number, found: Prediction | undefined): Decision {
  const ranked = (found?.ids ?? []).map((other, i) => ({ id: other, probability: found?.probabilities[i] ?? 0 }));
  return { id, confidence: found?.target ?? 0, alternatives: ranked.filter((other) => other.id !== id) };
}
