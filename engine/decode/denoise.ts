/**
 * The loop of a run: pass after pass over every hole that is still open, emitting each. It knows no model, policy or
 * length rule by name, and is a pure function of model, scene and settings: the same three give the same passes.
 */
import { EngineError } from '../protocol/errors';
import type { HoleDraft } from '../protocol/messages';
import type { Tokenizer } from '../text/tokenizer';
import type { CanvasModel } from './canvasModel';
import { describeDraft } from './describe';
import { activeBlock, createDraft, type Draft } from './draft';
import { runPass, type PassTools } from './pass';
import { policies } from './policies';
import { seededRandom } from './random';
import { surroundings, type Scene, type Surroundings } from './scene';
import type { Settings } from './settings';

export interface Tools {
  readonly model: CanvasModel;
  readonly tokenizer: Tokenizer;
}

/** Runs one pass's work when it is this run's turn; rejects if the run was cancelled meanwhile. */
export type Turn = <T>(work: (signal?: AbortSignal) => Promise<T>) => Promise<T>;

export interface RunHooks {
  readonly onPass?: (pass: number, holes: readonly HoleDraft[]) => void;
  readonly turn?: Turn;
}

export interface Denoised {
  readonly drafts: readonly Draft[];
  readonly passes: number;
}

export const ownTurn: Turn = (work) => work();

export async function denoise(tools: Tools, scene: Scene, settings: Settings, hooks: RunHooks): Promise<Denoised> {
  const drafts = createDrafts(tools.model, scene, settings);
  const passTools: PassTools = {
    ...tools,
    policy: policies[settings.policy],
    temperature: settings.temperature,
    random: seededRandom(settings.seed),
  };
  let passes = 0;
  while (drafts.some(activeBlock)) {
    await (hooks.turn ?? ownTurn)((signal) => passOverHoles(passTools, scene, drafts, signal));
    passes++;
    hooks.onPass?.(
      passes,
      drafts.map((draft) => describeDraft(draft, tools.tokenizer)),
    );
  }
  return { drafts, passes };
}

/** The drafts that a run starts with. Throws an `input` error if the passes allowed are fewer than the blocks. */
export function createDrafts(model: CanvasModel, scene: Scene, { passes }: Pick<Settings, 'passes'>): Draft[] {
  const drafts = scene.canvases.map((cells) => createDraft(cells, { maxCells: model.maxCells, passes }));
  const starved = drafts.find((draft) => draft.blocks.some((block) => block.opened > 0 && block.passes === 0));
  if (starved) {
    const needed = starved.blocks.filter((block) => block.opened > 0).length;
    throw new EngineError('input', `${passes} passes are too few for this range: allow at least ${needed}`);
  }
  return drafts;
}

/** What the model is shown around each hole as the run starts. */
export function openingContexts(model: CanvasModel, scene: Scene, drafts: readonly Draft[]): Surroundings[] {
  return drafts.flatMap((draft, hole) => {
    const block = activeBlock(draft);
    return block ? [surroundings(model, scene, drafts, { hole, block })] : [];
  });
}

/** Holes are solved jointly: each sees the others as they are at this moment. */
async function passOverHoles(
  tools: PassTools,
  scene: Scene,
  drafts: readonly Draft[],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const [hole, draft] of drafts.entries()) {
    const block = activeBlock(draft);
    if (!block) continue;
    const around = surroundings(tools.model, scene, drafts, { hole, block });
    await runPass({ ...tools, ...(signal && { signal }) }, draft, block, around);
  }
}
