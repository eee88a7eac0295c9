/** Denoises the holes of a document: checks, plans the cells, gathers the context, runs the loop, names the result. */
import { EngineError } from '../protocol/errors';
import type { DecodeOptions, HoleRequest, HoleResult, Span } from '../protocol/messages';
import { planCanvas, type PlannedCell, startCanvas, type StartPart, staying } from '../text/canvas';
import { heal, type Healed } from '../text/healing';
import { lineBreakOf } from '../text/lineBreaks';
import type { Tokenizer } from '../text/tokenizer';
import type { Tools } from './denoise';
import { demandOf } from './constraints/brackets';
import { jsonCanvas } from './constraints/jsonSkeleton';
import { describeResult, type Describing } from './describe';
import type { Draft } from './draft';
import { drafting, type Drafted } from './drafting';
import type { DraftHooks, Soundness } from './drafts';
import { checkHoles, MAX_RUN_CELLS, tooLong } from './holes';
import { frameOf } from './instruction';
import { withRelated } from './related';
import { sceneParts, type Scene } from './scene';
import { leavesBlock } from './recall/parallel/staysInBlock';
import { requireMask, resolveBestOf, resolveSettings, settingsFor, type Settings } from './settings';

export interface InfillJob {
  readonly text: string;
  readonly holes: readonly HoleRequest[];
  /** See `InfillParams.related`. */
  readonly related?: readonly string[];
  /** See `InfillParams.instruction`. */
  readonly instruction?: string;
  readonly options?: DecodeOptions;
  /** What a draft may not break, and how often it is made anew; absent if that is not checked. */
  readonly sound?: {
    /** How many problems fillings of all holes bring into the document. */
    readonly problems: (fillings: readonly string[]) => Promise<number>;
    readonly most: number;
    /** What the only hole may start from where nothing else is sound, see `syntax/skeletons.ts`. */
    readonly skeletons?: () => AsyncIterable<readonly StartPart[]>;
  };
}

/** A hole as it is asked for, or as it starts from a skeleton. */
type PlannedHole = Omit<HoleRequest, 'cells'> & { readonly cells?: readonly StartPart[] };

export interface InfillResult extends Omit<Drafted, 'drafts'> {
  readonly holes: readonly HoleResult[];
  /** Cells that were denoised and hold text. */
  readonly tokens: number;
  readonly seed: number;
}

/** Throws `input` errors before anything runs; rejects with the turn's reason when cancelled between passes. */
export async function infill(tools: Tools, job: InfillJob, hooks: DraftHooks = {}): Promise<InfillResult> {
  const start = performance.now();
  const settings = settingsFor(tools.model, resolveSettings(job.options));
  const count = resolveBestOf(job.options);
  if (count > 1) requireMask(tools.model, 'tell which of several drafts is best');
  const scene = planScene(tools, job, job.holes);
  const planning = performance.now() - start;
  const described = (drafts: readonly Draft[]): HoleResult[] =>
    drafts.flatMap((draft, i) => {
      const hole = job.holes[i];
      if (!hole) return [];
      const parallelPlace = parallelPlaces(job.text, hole.span);
      return [
        describeResult(draft, hole.span, { tokenizer: tools.tokenizer, lineBreak: scene.lineBreak, parallelPlace }),
      ];
    });
  const spare = job.sound && { ...spareDemands(job), ...spareSkeletons(tools, job) };
  const sound = job.sound && { ...soundnessOf({ ...job, sound: job.sound }, settings, described), ...spare };
  const { drafts, ms, ...run } = await drafting(count, sound)(tools, scene, settings, hooks);
  const holes = described(drafts);
  const tokens = holes.flatMap((hole) => hole.cells).filter((cell) => cell.state === 'committed').length;
  const times = { context: planning + ms.context, firstPass: ms.firstPass, total: planning + ms.total };
  return { holes, tokens, seed: settings.seed, ...run, ms: times };
}

/** For holes that nothing else is asked of; none if a hole asks for it already, or its borders could not be balanced. */
function spareDemands({ text, holes }: InfillJob): Pick<Soundness, 'demands'> {
  const demands = holes.map(({ span, keeps }) => (keeps ? undefined : demandOf(text, span)));
  return demands.every((demand) => demand !== undefined) ? { demands } : {};
}

/** For a single hole that nothing at all is asked of. */
function spareSkeletons(tools: Tools, job: InfillJob): Pick<Soundness, 'skeletons'> {
  const [hole, ...others] = job.holes;
  const skeletons = job.sound?.skeletons;
  if (!hole || others.length > 0 || !skeletons || !isSearchable(hole) || hole.keeps) return {};
  return {
    async *skeletons() {
      for await (const cells of skeletons()) yield planScene(tools, job, [{ ...hole, cells }]);
    },
  };
}

/** From lines away from a hole to lines of its document. */
function parallelPlaces(text: string, { start, end }: Span): Describing['parallelPlace'] {
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length - 1;
  return (source) => {
    const { lines, text: found } = source;
    if (source.side === 'elsewhere') return { path: source.path, line: lines, text: found };
    return { line: source.side === 'before' ? lineOf(start) - lines : lineOf(end) + lines, text: found };
  };
}

/** Of fillings, for drafts. Who sets the number of passes wants no more of them: then what is wrong is only counted. */
function soundnessOf(
  { text, sound }: InfillJob & Required<Pick<InfillJob, 'sound'>>,
  { passes }: Settings,
  described: (drafts: readonly Draft[]) => readonly HoleResult[],
): Soundness {
  const leaves = ({ span, text: filling }: HoleResult): boolean => leavesBlock(text, span, filling);
  return {
    problems: (drafts) => sound.problems(described(drafts).map((hole) => hole.text)),
    leaving: (drafts) => described(drafts).filter(leaves).length,
    most: passes === 'auto' ? sound.most : 1,
  };
}

function planScene(
  { model, tokenizer }: Tools,
  { text, related = [], instruction }: InfillJob,
  holes: readonly PlannedHole[],
): Scene {
  checkHoles(text, holes);
  const canDelete = model.specials.delete !== undefined;
  const canvases = holes.map((hole) => {
    const cells = planHole(tokenizer, text, hole, canDelete);
    if (!cells.some((cell) => cell.kind === 'open')) {
      throw new EngineError('input', 'everything in the range is pinned: unpin a part or choose a larger range');
    }
    return cells;
  });
  requireFit(canvases);
  const healed: Healed[] = [];
  for (const [i, cells] of canvases.entries()) {
    const span = holes[i]?.span ?? { start: 0, end: 0 };
    const room = { start: healed.at(-1)?.border.end ?? 0, end: holes[i + 1]?.span.start ?? text.length };
    healed.push(heal(tokenizer, { text, span, room }, cells));
  }
  const borders = healed.map(({ border }) => border);
  return {
    parts: withRelated({ model, tokenizer }, sceneParts(tokenizer, text, borders), related),
    canvases: healed.map(({ cells }, i) => (holes[i]?.keepsLength ? cells.map(staying) : cells)),
    ...(holes.some(({ keeps }) => keeps === 'brackets') && {
      demands: holes.map(({ span, keeps }) => (keeps === 'brackets' ? (demandOf(text, span) ?? null) : null)),
    }),
    ...(holes.some(isSearchable) && { searchable: holes.map(isSearchable) }),
    ...(instruction !== undefined && { frame: frameOf({ model, tokenizer }, instruction) }),
    ...(holes.some(({ shownTexts = [] }) => shownTexts.length > 0) && {
      shown: holes.map(({ shownTexts = [] }) => shownTexts),
    }),
    ...(holes.some(({ span }) => span.start < span.end) && {
      replaced: holes.map(({ span }) => text.slice(span.start, span.end)),
    }),
    ...bannedTexts({ model, tokenizer }, text, holes, healed),
    lineBreak: lineBreakOf(text),
  };
}

/**
 * Texts are read together with what the first and last cell bring along, as the cells are. A token that is nothing but
 * that shows nothing, so it may come back: the mask stands in its place, which no cell ever takes.
 */
function bannedTexts(
  { model, tokenizer }: Tools,
  text: string,
  holes: readonly PlannedHole[],
  healed: readonly Healed[],
): Pick<Scene, 'banned'> {
  if (!holes.some((hole) => hole.bannedTexts?.length)) return {};
  const banned = holes.map(({ span, bannedTexts = [] }, i) => {
    const lead = text.slice(healed[i]?.border.start ?? span.start, span.start);
    const tail = text.slice(span.end, healed[i]?.border.end ?? span.end);
    return bannedTexts.map((earlier) => {
      const shown = { start: lead.length, end: lead.length + earlier.length };
      const tokens = tokenizer.encode(lead + earlier + tail);
      return tokens.map(({ id, start, end }) => (end > shown.start && start < shown.end ? id : model.specials.mask));
    });
  });
  return { banned };
}

/** Nothing is known of the length, and all of the hole is open. */
function isSearchable({ pins = [], length = 'auto', cells, keepsLength, keeps }: PlannedHole): boolean {
  return length === 'auto' && pins.length === 0 && !cells && !keepsLength && keeps !== 'json';
}

function planHole(tokenizer: Tokenizer, text: string, hole: PlannedHole, canDelete: boolean): PlannedCell[] {
  const { span, pins = [], length = 'auto', cells, keeps } = hole;
  if (keeps === 'json') return jsonCells(tokenizer, text, span, canDelete);
  if (cells) return startCanvas(tokenizer, cells);
  return planCanvas(tokenizer, { text, span, pins: pins.filter((pin) => pin.end > pin.start), length, canDelete });
}

function jsonCells(tokenizer: Tokenizer, text: string, span: Span, canDelete: boolean): PlannedCell[] {
  const cells = jsonCanvas(tokenizer, { text, span, canDelete });
  if (cells.some((cell) => cell.kind === 'open')) return cells;
  throw new EngineError('input', 'the range holds no JSON value that could change: choose one with strings or numbers');
}

function requireFit(canvases: readonly (readonly PlannedCell[])[]): void {
  const cells = canvases.reduce((sum, canvas) => sum + canvas.length, 0);
  if (cells > MAX_RUN_CELLS) throw tooLong(cells);
}
