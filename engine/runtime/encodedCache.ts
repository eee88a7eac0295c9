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
import type { GraphRunner } from './graphRunner';
import { allocateKeyValues, copyRows, type KeyValues } from './keyValues';
import { canvasMask } from './masks';
import { CHUNK_ROWS, letOthersRun } from './streamCache';

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
  private context: { readonly ids: readonly number[]; readonly keyValues: KeyValues };
  /** By `CanvasHistory.canvas`, the latest last. */
  private readonly predicted = new Map<number, Float32Array>();

  constructor(private readonly options: EncodedCacheOptions) {
    this.context = { ids: [], keyValues: allocateKeyValues(options.runner.sizes, 0) };
  }

  async warm(context: Context, signal?: AbortSignal): Promise<WarmCount> {
    const ids = this.layOut(context);
    const kept = this.common(ids);
    await this.cover(ids, signal);
    return { computedRows: ids.length - kept, cachedRows: kept };
  }

  async plan(canvas: Canvas, signal?: AbortSignal): Promise<CanvasPass> {
    const past = await this.cover(this.layOut(canvas), signal);
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

  /** Keys and values of these rows of context. */
  private async cover(ids: readonly number[], signal?: AbortSignal): Promise<KeyValues> {
    const { runner } = this.options;
    let begin = this.common(ids);
    if (begin === ids.length && this.context.ids.length === ids.length) return this.context.keyValues;
    const keyValues = allocateKeyValues(runner.sizes, ids.length);
    copyRows(keyValues, 0, { from: this.context.keyValues, row: 0, count: begin });
    while (begin < ids.length) {
      await letOthersRun();
      signal?.throwIfAborted();
      const fresh = await this.extend(ids.slice(begin, begin + CHUNK_ROWS), firstRows(keyValues, begin));
      copyRows(keyValues, begin, { from: fresh, row: 0, count: fresh.capacity });
      begin += fresh.capacity;
    }
    this.context = { ids, keyValues };
    return keyValues;
  }

  private extend(ids: readonly number[], past: KeyValues): Promise<KeyValues> {
    return this.options.runner.extend({
      ids,
      streams: Stream.forward,
      positions: ids.map((_, row) => past.capacity + row),
      past,
      ...contextMasks(ids.length, past.capacity, this.options.window),
    });
  }

  /** Rows in front that are known. */
  private common(ids: readonly number[]): number {
    let same = 0;
    while (same < Math.min(ids.length, this.context.ids.length) && this.context.ids[same] === ids[same]) same++;
    return same;
  }
}

function firstRows(block: KeyValues, count: number): KeyValues {
  const rows = allocateKeyValues(block.shape, count);
  copyRows(rows, 0, { from: block, row: 0, count });
  return rows;
}
