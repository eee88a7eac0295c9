/** Denoises the holes of a document: checks, plans the cells, gathers the context, runs the loop, names the result. */
import { EngineError } from '../protocol/errors';
import type { DecodeOptions, HoleDraft, HoleRequest, HoleResult } from '../protocol/messages';
import { planCanvas, type PlannedCell } from '../text/canvas';
import { lineBreakOf, withLineBreak, type LineBreak } from '../text/lineBreaks';
import { createDrafts, denoise, openingContexts, ownTurn, type RunHooks, type Tools } from './denoise';
import { describeResult } from './describe';
import { checkHoles, MAX_RUN_CELLS, tooLong } from './holes';
import { sceneParts, type Scene } from './scene';
import { resolveSettings, type Settings } from './settings';

export interface InfillJob {
  readonly text: string;
  readonly holes: readonly HoleRequest[];
  readonly options?: DecodeOptions;
}

export interface InfillHooks extends RunHooks {
  /** All that the run depends on besides the model, before its first pass. */
  readonly onStart?: (scene: Scene, settings: Settings) => void;
}

export interface InfillResult {
  readonly holes: readonly HoleResult[];
  readonly passes: number;
  /** Cells that were denoised. */
  readonly tokens: number;
  readonly contextRows: number;
  readonly seed: number;
  /** Milliseconds. */
  readonly ms: { readonly context: number; readonly firstPass: number; readonly total: number };
}

/** Throws `input` errors before anything runs; rejects with the turn's reason when cancelled between passes. */
export async function infill(tools: Tools, job: InfillJob, hooks: InfillHooks = {}): Promise<InfillResult> {
  const clock = stopwatch();
  const settings = resolveSettings(job.options);
  const scene = planScene(tools, job);
  hooks.onStart?.(scene, settings);
  const contextRows = await warmScene(tools, scene, settings, hooks);
  const context = clock();
  let firstPass = 0;
  const lineBreak = lineBreakOf(job.text);
  const { drafts, passes } = await denoise(tools, scene, settings, {
    ...hooks,
    onPass: (pass, holes) => {
      if (pass === 1) firstPass = clock() - context;
      hooks.onPass?.(
        pass,
        holes.map((hole) => breakLines(hole, lineBreak)),
      );
    },
  });
  const holes = drafts.flatMap((draft, i) => {
    const hole = job.holes[i];
    return hole ? [breakLines(describeResult(draft, hole.span, tools.tokenizer), lineBreak)] : [];
  });
  const tokens = holes.flatMap((hole) => hole.cells).filter((cell) => cell.state === 'committed').length;
  return { holes, passes, tokens, contextRows, seed: settings.seed, ms: { context, firstPass, total: clock() } };
}

function planScene({ model, tokenizer }: Tools, { text, holes }: InfillJob): Scene {
  checkHoles(text, holes);
  const canDelete = model.specials.delete !== undefined;
  const canvases = holes.map(({ span, pins = [], length = 'auto' }) => {
    const given = pins.filter((pin) => pin.end > pin.start);
    const cells = planCanvas(tokenizer, { text, span, pins: given, length, canDelete });
    if (!cells.some((cell) => cell.kind === 'open')) {
      throw new EngineError('input', 'everything in the range is pinned: unpin a part or choose a larger range');
    }
    return cells;
  });
  requireFit(canvases);
  const spans = holes.map((hole) => hole.span);
  return { parts: sceneParts(tokenizer, text, spans), canvases };
}

function requireFit(canvases: readonly (readonly PlannedCell[])[]): void {
  const cells = canvases.reduce((sum, canvas) => sum + canvas.length, 0);
  if (cells > MAX_RUN_CELLS) throw tooLong(cells);
}

/** Returns the rows of context that had to be computed. */
async function warmScene({ model }: Tools, scene: Scene, settings: Settings, hooks: RunHooks): Promise<number> {
  const contexts = openingContexts(model, scene, createDrafts(model, scene, settings));
  let computed = 0;
  for (const context of contexts) {
    computed += (await (hooks.turn ?? ownTurn)((signal) => model.warm(context, signal))).computedRows;
  }
  return computed;
}

/** What the model wrote, with the document's own line break; pinned cells already have it. */
function breakLines<D extends HoleDraft>(draft: D, lineBreak: LineBreak): D {
  if (lineBreak === '\n') return draft;
  const cells = draft.cells.map((cell) =>
    cell.state === 'pinned' ? cell : { ...cell, text: withLineBreak(cell.text, lineBreak) },
  );
  return { ...draft, cells, text: cells.map((cell) => cell.text).join('') };
}

function stopwatch(): () => number {
  const start = performance.now();
  return () => performance.now() - start;
}
