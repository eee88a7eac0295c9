/**
 * The bundled body as an autoregressive fill-in-the-middle: its forward stream, one row per token, over as much context
 * as a canvas sees. Its prompt is [prefix; suffix], the common order: warm, all of it was read before; after typing at the
 * hole, the whole suffix is read again.
 */
import { MASKED, Output, Stream } from '../../../engine/graph/signature';
import { allocateKeyValues, copyRows } from '../../../engine/runtime/keyValues';
import { slidingWindowMask } from '../../../engine/runtime/masks';
import type { CanvasUnderTest } from './canvasUnderTest';
import { median } from './quantiles';

const ROUNDS = 5;

export interface AutoregressiveFigures {
  readonly warmMs: number;
  readonly typedMs: number;
}

export async function measureAutoregressive(
  { opened: { runner } }: CanvasUnderTest,
  size: { readonly tokens: number; readonly context: number },
): Promise<AutoregressiveFigures> {
  const { tokens, context } = size;
  const past = allocateKeyValues(runner.sizes, context + tokens);
  const ids = Array.from({ length: context }, (_, i) => 16 + ((i * i) % 250));

  const suffix = context / 2;
  const readSuffix = () =>
    runner.extend({
      ids: ids.slice(0, suffix),
      streams: Stream.forward,
      positions: ids.slice(0, suffix).map((_, i) => suffix + i),
      past: allocateKeyValues(runner.sizes, suffix),
      mask: slidingWindowMask(suffix, suffix, 2 * suffix),
    });

  const write = async (): Promise<void> => {
    let id = 20;
    for (let at = context; at < context + tokens; at++) {
      const mask = new Float32Array(past.capacity + 1);
      mask.fill(MASKED, at, past.capacity);
      const rows = { ids: [id], streams: Stream.forward, positions: [at], past, mask };
      const { outputs, fresh } = await runner.askAndKeep(rows, { rows: [0] }, [Output.topIds]);
      copyRows(past, at, { from: fresh, row: 0, count: 1 });
      id = outputs[Output.topIds].data[0] ?? 0;
    }
  };

  const [warm, read]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    warm.push(await timed(write));
    read.push(await timed(readSuffix));
  }
  return { warmMs: median(warm), typedMs: median(warm) + median(read) };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
