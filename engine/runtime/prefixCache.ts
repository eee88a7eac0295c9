/**
 * The prefix cache of block-causal bodies: rows depend on their own block and those before it only, so keys and values of
 * complete blocks before a canvas are exact and are kept until the text before them changes.
 *
 * Such a body cannot look behind a hole. The text behind it is therefore put at the front of the sequence, the only place
 * where the hole's rows can see it: [begin; text behind; text before; cells]. Models were not trained on this order, an
 * instruction (`frame`) can explain it; expect less from them as infillers than from bidirectional ones. The front is cut
 * so that the canvas starts with a block wherever there is enough text to cut.
 */
import type { Body } from '../models/body';
import {
  cropAfter,
  cropBefore,
  type Canvas,
  type CanvasPass,
  type Context,
  type ContextCache,
  type WarmCount,
} from './canvasPass';
import { ExactPrefix } from './exactPrefix';
import type { GraphRunner } from './graphRunner';
import { firstRows } from './keyValues';
import { blockCausalMask } from './masks';
import { letOthersRun } from './streamCache';

export interface PrefixCacheOptions {
  readonly body: Pick<Body, 'alignment' | 'beginIds' | 'endIds'>;
  readonly block: number;
  readonly runner: GraphRunner;
  /** Tokens seen of either side. */
  readonly reach: number;
}

export class PrefixCache implements ContextCache {
  private readonly prefix: ExactPrefix;

  constructor(private readonly options: PrefixCacheOptions) {
    const { runner, block } = options;
    this.prefix = new ExactPrefix({
      shape: runner.sizes,
      unit: block,
      compute: (ids, past) =>
        runner.extend({
          ids,
          positions: ids.map((_, row) => past.capacity + row),
          past,
          mask: blockCausalMask(ids.length, past.capacity, block),
        }),
    });
  }

  async warm(context: Context, signal?: AbortSignal): Promise<WarmCount> {
    const ids = this.completeBlocks(this.layOut(context));
    const kept = this.prefix.common(ids);
    await this.prefix.cover(ids, signal);
    return { computedRows: ids.length - kept, cachedRows: kept };
  }

  async plan(canvas: Canvas, signal?: AbortSignal): Promise<CanvasPass> {
    const before = this.layOut(canvas);
    const prefix = await this.prefix.cover(this.completeBlocks(before), signal);
    await letOthersRun();
    signal?.throwIfAborted();
    const shift = this.options.body.alignment === 'shifted' ? 1 : 0;
    // The row that predicts the first cell is computed again, even where its block is complete.
    const first = Math.max(0, Math.min(prefix.capacity, before.length - shift));
    const ids = [...before.slice(first), ...canvas.cells];
    return {
      rows: {
        ids,
        positions: ids.map((_, row) => first + row),
        past: firstRows(prefix, first),
        mask: blockCausalMask(ids.length, first, this.options.block),
      },
      rowOf: (cell) => Math.max(0, before.length - first + cell - shift),
    };
  }

  /** All that stands before the canvas. */
  private layOut({ before, after, frame }: Context): readonly number[] {
    const { body, reach, block } = this.options;
    const begin = frame?.begin ?? body.beginIds;
    // The end of an answer would hide that it goes on.
    const front = [...cropAfter(after, reach), ...(frame ? [] : body.endIds)];
    const near = cropBefore(before, reach);
    const surplus = (begin.length + front.length + near.length) % block;
    // What is farthest from the hole goes: the end of the text behind it.
    const kept = front.length >= surplus ? front.slice(0, front.length - surplus) : front;
    return [...begin, ...kept, ...near];
  }

  private completeBlocks(ids: readonly number[]): readonly number[] {
    return ids.slice(0, Math.floor(ids.length / this.options.block) * this.options.block);
  }
}
