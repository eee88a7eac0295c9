/**
 * Drafts anew while the text around and the draft together are no sentence of their language, and takes the draft with the
 * fewest problems. Masked prediction knows no grammar: what one draft gets wrong, the next often does not. The second is
 * made as carefully as can be, one token a pass. After that the number of tokens changes, up and down from the careful
 * draft's, since that is what is known least: of 240 holes the bundled model's draft parsed in 42 % of cases, the careful one
 * in 50 %, one of five by lengths in 68 %, one of five by seeds in 57 %. Holes whose length is given take other seeds. At
 * last brackets and quotes are kept balanced (`constraints/balance.ts`): of 34 holes that ten lengths did not mend, 12.
 */
import type { HoleDraft, Syntax } from '../protocol/messages';
import { settingsOfDrafts } from './bestOf';
import { prepare, type Denoised, type Tools } from './denoise';
import { draftCells, type Draft } from './draft';
import { draftOnce, tell, type DraftHooks, type Soundness } from './drafts';
import { fitted, isWhole } from './hint';
import { resized } from './lengths/resized';
import type { Scene } from './scene';
import type { Settings } from './settings';
import { unpinned } from './unpinned';

/** Cells more or less than the careful draft has, in this order. */
const LENGTHS = [-1, 1, -2, 2, -3, 3, 4, -4, 6, -6];
/**
 * Drafts of more cells that replace text become shorter instead, to these shares: an empty hole begins with a likely length,
 * text with its own, which is a wish, and hard to keep.
 */
const LONG = 16;
const SHORTER = [0.8, 0.65, 0.5, 0.4, 0.3, 0.25, 0.35, 0.2];
const BALANCED_SHORTER = [0.5, 0.35, 0.25];
/** As `LENGTHS`, where brackets and quotes are kept balanced, which mends much, if seldom prettily: tried last. */
const BALANCED = [0, -1, 1, -2, 2, -3];
/** Longer ones would take seconds, and hardly any length is theirs alone. */
const MOST_CELLS = 64;

/** One token a pass, and more where it is sure. */
const CAREFUL = 'threshold';

export interface Redrafted extends Denoised {
  readonly syntax: Syntax;
}

/** What a draft is made from. `planned`: the same before lengths were searched for, as a trace holds it. */
interface Attempt {
  readonly scene: Scene;
  readonly planned: Scene;
  readonly settings: Settings;
  /** What is pinned is a guess, too. */
  readonly isFromSkeleton?: true;
}

interface Finished extends Attempt {
  readonly drafts: readonly Draft[];
  readonly passes: readonly (readonly HoleDraft[])[];
  readonly problems: number;
  /** See `Soundness`. */
  readonly amiss: number;
  readonly firstPassMs: number;
}

export async function denoiseSound(
  tools: Tools,
  planned: Scene,
  settings: Settings,
  { sound, hooks }: { readonly sound: Soundness; readonly hooks: DraftHooks },
): Promise<Redrafted> {
  const start = performance.now();
  const { scene, contextRows } = await prepare(tools, planned, settings, hooks);
  const warmed = performance.now();
  const finish = async (attempt: Attempt): Promise<Finished> => {
    const finished = await finishDraft(tools, attempt, hooks);
    const { drafts } = finished;
    return { ...finished, problems: await sound.problems(drafts), amiss: sound.amiss(drafts) };
  };
  const first = await finish({ scene, planned, settings });
  let [best, last, count] = [first, first, 1];
  for await (const attempt of attemptsAfter(first, () => last.drafts, sound)) {
    if (best.problems + best.amiss === 0 || count >= sound.most) break;
    last = await finish(attempt);
    count++;
    if (isBetter(last, best)) best = last;
  }
  if (best !== last) tell(tools, best, hooks);
  const drafts = best.isFromSkeleton ? await unpinned(tools, best.scene, best.drafts, hooks) : best.drafts;
  const ms = { context: warmed - start, firstPass: first.firstPassMs, total: performance.now() - start };
  const syntax = { drafts: count, problems: best.problems };
  return { drafts, passes: best.passes.length, contextRows, ms, syntax };
}

function isBetter(one: Finished, other: Finished): boolean {
  return one.problems === other.problems ? one.amiss < other.amiss : one.problems < other.problems;
}

type Drafted = Omit<Finished, 'problems' | 'amiss'>;

async function finishDraft(tools: Tools, attempt: Attempt, hooks: DraftHooks): Promise<Drafted> {
  const { scene, planned, settings } = attempt;
  hooks.onStart?.(planned, settings, tools.project);
  const { drafts, passes, times } = await draftOnce(tools, scene, settings, hooks);
  const [began = 0, firstPass = began] = times;
  return { ...attempt, drafts, passes, firstPassMs: firstPass - began };
}

/**
 * Of holes of given length by other seeds, else by other lengths; then from what is known to be sound, or kept balanced.
 * `latest`: the drafts of the attempt taken before.
 */
async function* attemptsAfter(
  first: Attempt,
  latest: () => readonly Draft[],
  { demands, skeletons }: Soundness,
): AsyncGenerator<Attempt, void, void> {
  const { scene } = first;
  if (openCells(scene) > MOST_CELLS) return;
  const settings: Settings =
    first.settings.policy === 'adaptive' ? { ...first.settings, policy: CAREFUL } : first.settings;
  if (settings !== first.settings) yield { ...first, settings };
  const lengths = latest().map((draft) => draftCells(draft).length);
  const isFree = scene.searchable?.includes(true) === true && settings.lengthPolicy !== 'fixed';
  const variant = isFree ? byLength(scene, lengths, settings) : bySeed(first, settings);
  const cells = isFree && scene.replaced ? Math.max(...lengths) : 0;
  const [free, kept] = cells > LONG ? [shares(cells, SHORTER), shares(cells, BALANCED_SHORTER)] : [LENGTHS, BALANCED];
  for (const [i, more] of free.entries()) yield variant(more, i + 1);
  for await (const started of skeletons?.() ?? []) {
    yield { scene: started, planned: started, settings: withoutHints(settings), isFromSkeleton: true };
  }
  if (demands) for (const [i, more] of kept.entries()) yield balanced(variant(more, i), demands);
}

/** What makes `cells` cells that share of them. */
const shares = (cells: number, of: readonly number[]): number[] => of.map((share) => Math.round(cells * share) - cells);

const openCells = ({ canvases }: Scene): number => canvases.flat().filter(({ kind }) => kind === 'open').length;

/** The attempt with so many cells more, or, by another way to vary it, the `index`th. */
type Variant = (more: number, index: number) => Attempt;

function byLength(scene: Scene, lengths: readonly number[], settings: Settings): Variant {
  return (more) => {
    const changed = withLengths(scene, lengths, more);
    return { scene: changed, planned: changed, settings: withoutHints(settings) };
  };
}

function bySeed(first: Attempt, settings: Settings): Variant {
  const seeds = settingsOfDrafts(settings, LENGTHS.length + 1);
  return (_, index) => ({ ...first, settings: seeds[index] ?? settings });
}

function balanced({ scene, planned, settings }: Attempt, demands: NonNullable<Scene['demands']>): Attempt {
  return { scene: { ...scene, demands }, planned: { ...planned, demands }, settings };
}

/** A hint is a part of the length policy that looks for one; without holes to search, `learned` does the same but that. */
function withoutHints(settings: Settings): Settings {
  const { lengthPolicy } = settings;
  return lengthPolicy === 'auto' || lengthPolicy === 'recalled' ? { ...settings, lengthPolicy: 'learned' } : settings;
}

/**
 * With so many cells more than `lengths` where that is left to the engine; nothing is searched for any more. Of hints stay
 * those with places that can take the difference.
 */
function withLengths({ searchable, hints, ...scene }: Scene, lengths: readonly number[], more: number): Scene {
  const canvases = scene.canvases.map((cells, hole) =>
    searchable?.[hole] ? resized(cells, Math.max(1, (lengths[hole] ?? cells.length) + more)) : cells,
  );
  const kept = hints?.map((hint, hole) => {
    const length = canvases[hole]?.length ?? 0;
    return hint && !isWhole(hint) ? (fitted(hint, length) ?? null) : null;
  });
  return { ...scene, canvases, ...(kept?.some((hint) => hint) && { hints: kept }) };
}
