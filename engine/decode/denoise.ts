/**
 * The loop of a run: the context once, then pass after pass over every hole that is still open, emitting each. It knows
 * no model, policy or length rule by name, and is a pure function of tools, scene and settings: the same three give the
 * same passes.
 */
import { EngineError } from '../protocol/errors';
import type { HoleDraft } from '../protocol/messages';
import type { Tokenizer } from '../text/tokenizer';
import type { CanvasModel } from './canvasModel';
import { describeDraft } from './describe';
import { balanceOf } from './constraints/balance';
import { ruleOf } from './constraints/cellRule';
import { repetitionOf } from './constraints/repetition';
import { createDraft } from './createDraft';
import { activeBlock, type Block, type Draft } from './draft';
import { lengthPolicyOf, searchLengths } from './lengths/search';
import { runPass, type PassTools } from './pass';
import { policies } from './policies';
import type { Chooser, Policy } from './policies/policy';
import { seededRandom } from './random';
import { isWhole, type Hint } from './hint';
import { withHints } from './recall/hints';
import type { ProjectText } from './recall/projectText';
import { surroundings, type Scene, type Surroundings } from './scene';
import type { Settings } from './settings';
import { ownTurn, type Turn } from './turn';

export interface Tools {
  readonly model: CanvasModel;
  readonly tokenizer: Tokenizer;
  /** Other files of the document's project, for models with a `projectGate`. */
  readonly project?: ProjectText;
}

export interface RunHooks {
  readonly onPass?: (pass: number, holes: readonly HoleDraft[]) => void;
  readonly turn?: Turn;
}

export interface Denoised {
  readonly drafts: readonly Draft[];
  readonly passes: number;
  /** Rows of context that had to be computed before the first pass. */
  readonly contextRows: number;
  /** Milliseconds; `total` from the call to the last pass. */
  readonly ms: { readonly context: number; readonly firstPass: number; readonly total: number };
}

/** Throws an `input` error if the passes allowed are fewer than the blocks to decide. */
export async function denoise(tools: Tools, planned: Scene, settings: Settings, hooks: RunHooks): Promise<Denoised> {
  const start = performance.now();
  const { scene, contextRows } = await prepare(tools, planned, settings, hooks);
  const { drafts, times } = await decide(tools, scene, settings, hooks);
  return { drafts, passes: times.length - 1, contextRows, ms: durations(start, times) };
}

/**
 * What a run does before its first pass, and what no seed changes: the context, what parallel places propose, and the
 * lengths that are searched for.
 */
export async function prepare(
  tools: Tools,
  planned: Scene,
  settings: Settings,
  hooks: RunHooks,
): Promise<{ readonly scene: Scene; readonly contextRows: number }> {
  const turn = hooks.turn ?? ownTurn;
  const contextRows = await warmContexts(tools.model, planned, createDrafts(tools.model, planned, settings), turn);
  const search = { ...tools, forbidden: tools.tokenizer.controls, turn };
  const lengths = lengthPolicyOf(tools.model, settings.lengthPolicy);
  const isHinted = lengths === 'recalled' && tools.model.recallGate !== undefined;
  const scene = await searchLengths(search, isHinted ? withHints(tools, planned) : planned, lengths);
  return { scene, contextRows };
}

/** All passes over a prepared scene. `times`: when the first began and when each ended. */
export async function decide(
  tools: Tools,
  scene: Scene,
  settings: Settings,
  hooks: RunHooks,
): Promise<{ readonly drafts: readonly Draft[]; readonly times: readonly number[] }> {
  const turn = hooks.turn ?? ownTurn;
  const drafts = createDrafts(tools.model, scene, settings);
  const policy = policies[settings.policy];
  const passTools: RunTools = {
    ...tools,
    policy,
    chooserOf: choosers(policy),
    temperature: settings.temperature,
    choiceTemperature: settings.choiceTemperature,
    growsInDoubt: lengthPolicyOf(tools.model, settings.lengthPolicy) === 'daedal',
    allowRepeats: settings.allowRepeats,
    random: seededRandom(settings.seed),
  };
  const times = [performance.now()];
  while (drafts.some(activeBlock)) {
    await turn((signal) => passOverHoles({ ...passTools, ...(signal && { signal }) }, scene, drafts));
    const described = drafts.map((draft) => describeDraft(draft, tools.tokenizer, scene.lineBreak));
    hooks.onPass?.(times.length, described);
    times.push(performance.now());
  }
  return { drafts, times };
}

/** What all passes of a run share. */
type RunTools = Omit<PassTools, 'rule' | 'balance' | 'repetition' | 'hint'> & Pick<Settings, 'allowRepeats'>;

/** One chooser per block: a policy may remember what earlier passes showed. */
function choosers(policy: Policy): (block: Block) => Chooser {
  const known = new Map<Block, Chooser>();
  return (block) => {
    const chooser = known.get(block) ?? policy.begin();
    known.set(block, chooser);
    return chooser;
  };
}

function durations(start: number, times: readonly number[]): Denoised['ms'] {
  const [warmed = start, first = warmed] = times;
  return { context: warmed - start, firstPass: first - warmed, total: (times.at(-1) ?? start) - start };
}

function createDrafts(model: CanvasModel, scene: Scene, { passes, policy }: Settings): Draft[] {
  const ownPasses = policies[policy].passes;
  const plan = { maxCells: model.maxCells, passes, ...(ownPasses && { ownPasses }) };
  const drafts = scene.canvases.map((cells) => createDraft(cells, plan));
  const starved = drafts.find((draft) => draft.blocks.some((block) => block.opened > 0 && block.passes === 0));
  if (starved) {
    const needed = starved.blocks.filter((block) => block.opened > 0).length;
    throw new EngineError('input', `${passes} passes are too few for this range: allow at least ${needed}`);
  }
  return drafts;
}

async function warmContexts(model: CanvasModel, scene: Scene, drafts: readonly Draft[], turn: Turn): Promise<number> {
  let computed = 0;
  for (const [hole, draft] of drafts.entries()) {
    const block = activeBlock(draft);
    if (!block) continue;
    const context = surroundings(model, scene, drafts, { hole, block });
    computed += (await turn((signal) => model.warm(context, signal))).computedRows;
  }
  return computed;
}

/** Holes are solved jointly: each sees the others as they are at this moment. */
async function passOverHoles(tools: RunTools, scene: Scene, drafts: readonly Draft[]): Promise<void> {
  for (const [hole, draft] of drafts.entries()) {
    const block = activeBlock(draft);
    if (!block) continue;
    const around = surroundings(tools.model, scene, drafts, { hole, block });
    await runPass({ ...tools, ...constraintsOf(tools, scene, hole, { draft, block, around }) }, draft, block, around);
  }
}

function constraintsOf(
  { tokenizer, model, allowRepeats, temperature }: RunTools,
  scene: Scene,
  hole: number,
  { draft, block, around }: { readonly draft: Draft; readonly block: Block; readonly around: Surroundings },
): Pick<PassTools, 'rule' | 'balance' | 'repetition' | 'hint' | 'temperature'> {
  const tools = { tokenizer, specials: model.specials };
  const balance = balanceOf(tools, scene.demands?.[hole] ?? undefined, draft, block);
  const repetition = allowRepeats ? undefined : repetitionOf(tools, draft, block, around);
  const parts = {
    tokenizer,
    expand: model.specials.expand,
    banned: scene.banned?.[hole],
    balance: balance?.rule,
    repetition: repetition?.rule,
  };
  const hint = hintFor(scene, hole, temperature);
  const rule = ruleOf(parts, draft, block);
  return { rule, balance, repetition, temperature: hint && isWhole(hint) ? 0 : temperature, ...(hint && { hint }) };
}

/**
 * A draft that is drawn is one that should differ. It does so where a hint leaves places, and without drawing where the
 * texts shown so far are known.
 */
function hintFor({ hints, shown }: Scene, hole: number, temperature: number): Hint | undefined {
  const hint = hints?.[hole] ?? undefined;
  const differs = temperature === 0 || (shown?.[hole]?.length ?? 0) > 0;
  return hint && (differs || !isWhole(hint)) ? hint : undefined;
}
