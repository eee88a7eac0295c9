/**
 * The cache of bodies that encode their context (DiffusionGemma): rows before a canvas depend on those before them only,
 * so their keys and values are exact and are kept until the text changes. Text behind a hole has its place in the canvas,
 * as far as that reaches: [begin; text before] is encoded, [cells; text behind] is the canvas.
 *
 * Remembers, too, what the last pass over a canvas predicted, which the next one is told.
 */
import { Stream } from '../graph/signature';
import type { Body } from '../models/body';
import {
  cropBefore,
  type Canvas,
  type CanvasPass,
  type Context,
  type ContextCache,
  type WarmCount,
} from './canvasPass';
import { canvasSees, contextMasks } from './encodedRows';
import { ExactPrefix } from './exactPrefix';
import type { GraphRunner } from './graphRunner';
import { canvasMask } from './masks';
import { letOthersRun } from './streamCache';

export interface EncodedCacheOptions {
  readonly body: Pick<Body, 'beginIds' | 'hidden'>;
  readonly runner: GraphRunner;
  /** Tokens seen before a hole. */
  readonly reach: number;
  readonly window: number;
  /** Most rows of a canvas. */
  readonly canvas: number;
}

/** Canvases that are denoised at the same time, at most. */
const REMEMBERED = 16;

export class EncodedCache implements ContextCache {
  private readonly context: ExactPrefix;
  /** By `CanvasHistory.canvas`, the latest last. */
  private readonly predicted = new Map<number, Float32Array>();

  constructor(private readonly options: EncodedCacheOptions) {
    const { runner, window } = options;
    this.context = new ExactPrefix({
      shape: runner.sizes,
      unit: 1,
      compute: (ids, past) =>
        runner.extend({
          ids,
          streams: Stream.forward,
          positions: ids.map((_, row) => past.capacity + row),
          past,
          ...contextMasks(ids.length, past.capacity, window),
        }),
    });
  }

  async warm(context: Context, signal?: AbortSignal): Promise<WarmCount> {
    const ids = this.layOut(context);
    const kept = this.context.common(ids);
    await this.context.cover(ids, signal);
    return { computedRows: ids.length - kept, cachedRows: kept };
  }

  async plan(canvas: Canvas, signal?: AbortSignal): Promise<CanvasPass> {
    const past = await this.context.cover(this.layOut(canvas), signal);
    await letOthersRun();
    signal?.throwIfAborted();
    const { canvas: most, window, body } = this.options;
    const ids = [...canvas.cells, ...canvas.after.slice(0, Math.max(0, most - canvas.cells.length))];
    const name = canvas.history?.canvas;
    const conditioning = name === undefined ? undefined : this.predicted.get(name);
    return {
      rows: {
        ids,
        streams: Stream.canvas,
        positions: ids.map((_, row) => past.capacity + row),
        past,
        mask: canvasMask(ids.length, canvasSees(past.capacity, window)),
        ...(conditioning?.length === ids.length * body.hidden && { conditioning }),
      },
      rowOf: (cell) => cell,
      ...(name !== undefined &&
        canvas.conditionAt !== undefined && {
          means: {
            rows: ids.map((_, row) => row),
            temperature: canvas.conditionAt,
            take: (means) => this.remember(name, means),
          },
        }),
    };
  }

  private remember(canvas: number, means: Float32Array): void {
    this.predicted.delete(canvas);
    this.predicted.set(canvas, means);
    const oldest = this.predicted.keys().next();
    if (this.predicted.size > REMEMBERED && !oldest.done) this.predicted.delete(oldest.value);
  }

  private layOut({ before, frame }: Context): readonly number[] {
    return [...(frame?.begin ?? this.options.body.beginIds), ...cropBefore(before, this.options.reach)];
  }
}
