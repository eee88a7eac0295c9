/**
 * Several drafts of the same holes, of which the model's own likelihood chooses one. The first is the draft that a run
 * makes without this, each other has the next seed and at least the temperature of a retry. A finished draft's
 * likelihood is its pseudo-likelihood per token (Salazar et al. 2020, as in `score.ts`): the geometric mean of the
 * probabilities that its tokens have when each fourth of them is masked in turn. Confidences would not do: each was said
 * of a canvas with less on it.
 *
 * Canvas models take one canvas a pass, so drafts are made one after the other; but context and lengths are found once,
 * so each costs its canvas passes and four for its likelihood, and no more.
 */
import type { HoleDraft, RankedDraft } from '../protocol/messages';
import { prepare, type Denoised, type RunHooks, type Tools } from './denoise';
import { geometricMean } from './describe';
import { cellIds, type Block, type Draft } from './draft';
import { draftOnce, type Soundness } from './drafts';
import { surroundings, type Scene } from './scene';
import { predictMasked } from './score';
import type { Settings } from './settings';

/** Least temperature of all drafts but the first: at 0 another seed would mostly give the same text again. */
const TEMPERATURE = 0.7;
const SEEDS = 2 ** 32;

export interface BestOf extends Denoised {
  /** What the best draft was made with: alone, these make it again. */
  readonly settings: Settings;
  readonly ranking: readonly RankedDraft[];
  /** See `Soundness`; 0 if nothing was checked. */
  readonly problems: number;
}

interface Finished {
  readonly settings: Settings;
  readonly drafts: readonly Draft[];
  readonly passes: readonly (readonly HoleDraft[])[];
  readonly likelihood: number;
  readonly problems: number;
}

/** Emits no pass: which to show is only known when all drafts are done. `passes` are those of the best, in order. */
export async function denoiseBestOf(
  tools: Tools,
  planned: Scene,
  each: readonly Settings[],
  { problems = () => Promise.resolve(0), ...hooks }: Pick<RunHooks, 'turn'> & Partial<Pick<Soundness, 'problems'>>,
): Promise<{ readonly best: BestOf; readonly passes: readonly (readonly HoleDraft[])[] }> {
  const start = performance.now();
  const [first] = each;
  if (!first) throw new Error('there is no best of no drafts');
  const { scene, contextRows } = await prepare(tools, planned, first, hooks);
  const warmed = performance.now();
  const finished: Finished[] = [];
  for (const settings of each) {
    const one = await finish(tools, scene, settings, hooks);
    finished.push({ ...one, problems: await problems(one.drafts) });
  }
  const chosen = finished.reduce((best, next) => (isBetter(next, best) ? next : best));
  const ranking = finished.map((one) => ({
    seed: one.settings.seed,
    temperature: one.settings.temperature,
    likelihood: one.likelihood,
    chosen: one === chosen,
  }));
  const { drafts, settings, passes, problems: left } = chosen;
  const end = performance.now();
  const ms = { context: warmed - start, firstPass: end - warmed, total: end - start };
  return { best: { drafts, settings, ranking, problems: left, passes: passes.length, contextRows, ms }, passes };
}

/** What is sound is better than what is likely. */
function isBetter(a: Finished, b: Finished): boolean {
  return a.problems === b.problems ? a.likelihood > b.likelihood : a.problems < b.problems;
}

/** The settings of each of `count` drafts. */
export function settingsOfDrafts(settings: Settings, count: number): readonly Settings[] {
  const temperature = Math.max(settings.temperature, TEMPERATURE);
  return Array.from({ length: count }, (_, i) =>
    i === 0 ? settings : { ...settings, seed: (settings.seed + i) % SEEDS, temperature },
  );
}

async function finish(
  tools: Tools,
  scene: Scene,
  settings: Settings,
  hooks: Pick<RunHooks, 'turn'>,
): Promise<Omit<Finished, 'problems'>> {
  const { drafts, passes } = await draftOnce(tools, scene, settings, hooks);
  return { settings, drafts, passes, likelihood: await likelihoodOf(tools, scene, drafts, hooks) };
}

/** Of all that was denoised, 1 if that is nothing. */
async function likelihoodOf(
  tools: Tools,
  scene: Scene,
  drafts: readonly Draft[],
  hooks: Pick<RunHooks, 'turn'>,
): Promise<number> {
  const probabilities: number[] = [];
  for (const [hole, { blocks }] of drafts.entries()) {
    for (const block of blocks) {
      const asked = decidedIn(block);
      const around = surroundings(tools.model, scene, drafts, { hole, block });
      const cells = cellIds(block.cells, tools.model.specials.mask);
      const predictions = await predictMasked(tools, hooks, { ...around, cells }, asked);
      probabilities.push(...asked.map((at) => predictions[at]?.target ?? 0));
    }
  }
  return geometricMean(probabilities);
}

function decidedIn({ cells }: Block): number[] {
  return cells.flatMap((cell, i) => (cell.state === 'committed' ? [i] : []));
}
