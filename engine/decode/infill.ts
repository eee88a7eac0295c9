/** Denoises the holes of a document: checks, plans the cells, gathers the context, runs the loop, names the result. */
import type { DecodeOptions, HoleRequest, HoleResult, Span } from '../protocol/messages';
import type { StartPart } from '../text/canvas';
import { demandOf } from './constraints/brackets';
import type { Tools } from './denoise';
import { describeResult, type Describing } from './describe';
import type { Draft } from './draft';
import { drafting, type Drafted } from './drafting';
import type { DraftHooks, Soundness } from './drafts';
import { type Around, isSearchable, planScene } from './planScene';
import { leavesBlock } from './recall/parallel/staysInBlock';
import type { Wanted } from './recall/wanted/wanted';
import { requireMask, resolveBestOf, resolveSettings, settingsFor, type Settings } from './settings';
import { staysBlank } from './staysBlank';

export interface InfillJob extends Around {
  readonly holes: readonly HoleRequest[];
  readonly options?: DecodeOptions;
  /** Per hole what the document asks of it; absent if that is not known. */
  readonly wanted?: readonly (Wanted | null)[];
  /** What a draft may not break, and how often it is made anew; absent if that is not checked. */
  readonly sound?: {
    /** How many problems fillings of all holes bring into the document. */
    readonly problems: (fillings: readonly string[]) => Promise<number>;
    readonly most: number;
    /** What the only hole may start from where nothing else is sound, see `syntax/skeletons.ts`. */
    readonly skeletons?: () => AsyncIterable<readonly StartPart[]>;
  };
}

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
  const scene = { ...planScene(tools, job, job.holes), ...(job.wanted && { wanted: job.wanted }) };
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
  const sound = job.sound && { ...soundnessOf(job.text, job.sound, settings, described), ...spare };
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
  text: string,
  sound: NonNullable<InfillJob['sound']>,
  { passes }: Settings,
  described: (drafts: readonly Draft[]) => readonly HoleResult[],
): Soundness {
  const isAmiss = ({ span, text: filling }: HoleResult): boolean =>
    leavesBlock(text, span, filling) || staysBlank(text, span, filling);
  return {
    problems: (drafts) => sound.problems(described(drafts).map((hole) => hole.text)),
    amiss: (drafts) => described(drafts).filter(isAmiss).length,
    most: passes === 'auto' ? sound.most : 1,
  };
}
