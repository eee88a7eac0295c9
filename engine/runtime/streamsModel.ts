/**
 * The family `remask_streams` as a canvas model: two stream caches for the text around holes, and one run of the graph
 * per pass over a canvas.
 */
import type { Calibration } from '../decode/calibration';
import type { CanvasModel, CanvasRequest, Prediction, SpecialIds } from '../decode/canvasModel';
import type { RecallGate } from '../decode/recall/gate';
import { Stream } from '../graph/signature';
import { Recent } from '../recent';
import type { StreamsConfig } from '../models/streamsConfig';
import { logitsOfPass, predictPass } from './askPass';
import { backwardSequence, forwardSequence, HoleContext, streamPositions } from './canvasContext';
import type { CanvasPass } from './canvasPass';
import { checkRequest } from './checkRequest';
import { ContextMemo } from './contextMemo';
import { forbid, type GraphRunner } from './graphRunner';
import { allocateKeyValues, bytesPerRow } from './keyValues';
import { rowsAround, walk } from './lookAhead';
import { slidingWindowMask } from './masks';
import { planPass } from './planPass';
import { rotateRows } from './rotation';
import { Serial } from './serial';
import { SettledCells } from './settledCells';
import { letOthersRun, StreamCache, type Coverage } from './streamCache';

export interface StreamsModelOptions {
  readonly id: string;
  readonly config: StreamsConfig;
  readonly runner: GraphRunner;
  /** Ids that no cell may take. */
  readonly unusable: readonly number[];
  readonly calibration?: Calibration;
  readonly recallGate?: RecallGate;
  readonly projectGate?: RecallGate;
  /** Added to the logits of the two length tokens. */
  readonly lengthBias?: Readonly<Record<'delete' | 'expand', number>>;
  /** Bound on the memory of each stream's cache. */
  readonly cacheBytes?: number;
}

type Context = Pick<CanvasRequest, 'before' | 'after'>;

/** Cells per canvas that the family is trained on. */
const MAX_CELLS = 64;
const DEFAULT_CACHE_BYTES = 96 * 2 ** 20;
/** Of a cache, for one version of one document: the rest is for what its other versions and documents differ in. */
const LOOK_AHEAD_SHARE = 0.5;
/** Rows around the cursor, in reaches, that are looked at before all others. */
const LOOK_AHEAD_NEAR = 4;
/** As many as there may be runs under way: they take turns, pass by pass. 2.4 MB each in the bundled model. */
const REMEMBERED_HOLES = 16;
/** More than the runs that may be under way at once: a canvas that was forgotten would be decided a little differently. */
const REMEMBERED_CANVASES = 64;

export class StreamsModel implements CanvasModel {
  readonly id: string;
  readonly specials: SpecialIds;
  readonly maxCells = MAX_CELLS;
  readonly contextTokens: number;
  readonly calibration?: Calibration;
  readonly recallGate?: RecallGate;
  readonly projectGate?: RecallGate;

  private readonly config: StreamsConfig;
  readonly runner: GraphRunner;
  /** Forbids what no cell may take, and holds the length tokens back. */
  readonly bias: Float32Array;
  private readonly forward: StreamCache;
  private readonly backward: StreamCache;
  private readonly canvases = new Recent<number, SettledCells>(REMEMBERED_CANVASES);
  private readonly holes = new ContextMemo<HoleContext>(REMEMBERED_HOLES);
  private readonly serial = new Serial();
  /** Bound on the rows of each stream's cache. */
  private readonly maxRows: number;

  constructor(options: StreamsModelOptions) {
    const {
      id,
      config,
      runner,
      unusable,
      calibration,
      recallGate,
      projectGate,
      lengthBias,
      cacheBytes = DEFAULT_CACHE_BYTES,
    } = options;
    this.id = id;
    this.config = config;
    this.runner = runner;
    if (calibration) this.calibration = calibration;
    if (recallGate) this.recallGate = recallGate;
    if (projectGate) this.projectGate = projectGate;
    this.specials = { mask: config.mask_token_id, delete: config.delete_token_id, expand: config.expand_token_id };
    this.contextTokens = config.num_hidden_layers * config.window;
    const bias = new Float32Array(config.vocab_size);
    bias[config.delete_token_id] = lengthBias?.delete ?? 0;
    bias[config.expand_token_id] = lengthBias?.expand ?? 0;
    this.bias = forbid(bias, unusable);
    this.maxRows = Math.max(3 * this.contextTokens, Math.floor(cacheBytes / bytesPerRow(runner.sizes)));
    this.forward = this.streamCache(1);
    this.backward = this.streamCache(-1);
  }

  async warm(context: Context, signal?: AbortSignal): Promise<{ computedRows: number; cachedRows: number }> {
    return this.serial.run(async () => {
      const { forward, backward } = await this.cover(context, signal);
      // Laid out here, it does not delay the first pass.
      if (!this.holes.get(context)) this.layOut(context, forward, backward);
      return {
        computedRows: forward.computedRows + backward.computedRows,
        cachedRows: forward.cachedRows + backward.cachedRows,
      };
    }, signal);
  }

  async lookAhead({ before, after }: Context, signal?: AbortSignal): Promise<{ readonly computedRows: number }> {
    const { bos_token_id, eos_token_id } = this.config;
    const ids = [...before, ...after];
    const length = ids.length + 1;
    const walks = (most: number) => [
      {
        cache: this.forward,
        rows: (end: number) => forwardSequence(ids, bos_token_id, end),
        ...rowsAround(before.length, length, most),
      },
      {
        cache: this.backward,
        rows: (end: number) => backwardSequence(ids, eos_token_id, end),
        ...rowsAround(after.length, length, most),
      },
    ];
    const take = <T>(step: () => Promise<T>): Promise<T> => this.serial.run(step, signal);
    const steps = { step: this.forward.stepRows, take, ...(signal && { signal }) };
    const [near, far] = [LOOK_AHEAD_NEAR * this.contextTokens, Math.floor(LOOK_AHEAD_SHARE * this.maxRows)];
    const nearRows = near < Math.min(far, length) ? await walk(walks(near), steps) : 0;
    return { computedRows: nearRows + (await walk(walks(far), steps)) };
  }

  async predict(request: CanvasRequest, signal?: AbortSignal): Promise<readonly Prediction[]> {
    checkRequest(request, this.maxCells);
    return this.serial.run(async () => predictPass(this, await this.plan(request, signal), request), signal);
  }

  /** The raw logits of the requested rows, nothing suppressed: [rows, vocabulary], row by row. */
  async canvasLogits(request: CanvasRequest): Promise<Float32Array> {
    checkRequest(request, this.maxCells);
    return this.serial.run(async () => logitsOfPass(this, await this.plan(request), request));
  }

  private async plan(request: CanvasRequest, signal?: AbortSignal): Promise<CanvasPass> {
    await letOthersRun();
    signal?.throwIfAborted();
    const context = await this.holeContext(request, signal);
    return planPass(request, context, request.history && this.settledCells(request.history.canvas));
  }

  private settledCells(canvas: number): SettledCells {
    const { sizes } = this.runner;
    return this.canvases.take(canvas, () => new SettledCells(sizes, sizes, MAX_CELLS));
  }

  private async holeContext(context: Context, signal?: AbortSignal): Promise<HoleContext> {
    const known = this.holes.get(context);
    if (known) return known;
    const { forward, backward } = await this.cover(context, signal);
    return this.layOut(context, forward, backward);
  }

  private layOut(context: Context, forward: Coverage, backward: Coverage): HoleContext {
    const forwardLength = context.before.length + 1;
    const backwardLength = context.after.length + 1;
    const sides = {
      forward: this.forward.slice(forward.segment, forwardLength),
      backward: this.backward.slice(backward.segment, backwardLength),
      forwardLength,
      backwardLength,
    };
    const hole = new HoleContext(sides, this.runner.sizes, MAX_CELLS);
    this.holes.set(context, hole);
    return hole;
  }

  private async cover(
    { before, after }: Context,
    signal?: AbortSignal,
  ): Promise<{ readonly forward: Coverage; readonly backward: Coverage }> {
    const { bos_token_id, eos_token_id } = this.config;
    const forward = await this.forward.cover(forwardSequence(before, bos_token_id), signal);
    const backward = await this.backward.cover(backwardSequence(after, eos_token_id), signal);
    return { forward, backward };
  }

  private streamCache(direction: 1 | -1): StreamCache {
    const { runner, config, contextTokens, maxRows } = this;
    const { layers, kvHeads, headDim } = runner.sizes;
    const shape = { layers, kvHeads, headDim };
    return new StreamCache({
      shape,
      window: config.window,
      reach: contextTokens,
      maxRows,
      allocate: (rows) => allocateKeyValues(shape, rows),
      move: (block, places) => rotateRows(block, { row: 0, count: block.capacity }, direction * places, runner.sizes),
      compute: (sequence, { begin, end }, past) =>
        runner.extend({
          ids: Array.from({ length: end - begin }, (_, i) => sequence.at(begin + i)),
          streams: direction === 1 ? Stream.forward : Stream.backward,
          positions: streamPositions(direction, begin, end),
          past,
          mask: slidingWindowMask(end - begin, past.capacity, config.window),
        }),
    });
  }
}
