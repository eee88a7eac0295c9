/**
 * A whole infill of 32 tokens in a warm context of 512, as a multiple of one canvas pass of 32 rows: asked of the engine
 * process, as an editor does, and decoded in this process, without messages between. Beside them the same body writing 32
 * tokens one after the other, as an autoregressive fill-in-the-middle would.
 */
import { infill as decode } from '../../../engine/decode/infill';
import { localModels } from '../../../engine/server/localModels';
import type { Tokenizer } from '../../../engine/text/tokenizer';
import { milliseconds, times, type Line, type Part, type PartOptions } from '../part';
import { measureAutoregressive } from '../support/autoregressive';
import { withCanvas } from '../support/canvasUnderTest';
import { withEngine, type Hole, type MeasuredRun } from '../support/engineUnderTest';
import { median, quantiles } from '../support/quantiles';
import { holeAt, readTokenizer, sourceText } from '../support/sourceText';

const CELLS = 32;
const HOLES = 12;
/** Runs before those that count, at the first hole. */
const UNCOUNTED = 2;

export const infill: Part = {
  name: 'infill',
  about: 'a whole infill of 32 tokens, beside the same body autoregressively',
  quick: true,
  async run(options) {
    const { passMs, autoregressive } = await withCanvas(options, async (canvas) => {
      const around = canvas.surroundings(512);
      await canvas.pass(around, CELLS);
      const { median: passMs } = await quantiles(30, () => canvas.pass(around, CELLS));
      return { passMs, autoregressive: await measureAutoregressive(canvas, { tokens: CELLS, context: 512 }) };
    });
    const text = sourceText(8_000);
    const runs = await withEngine(options, async (engine) => {
      const tokenizer = readTokenizer(engine.opened.model.directory);
      engine.open(text);
      const found: MeasuredRun[] = [];
      for (const hole of holesIn(tokenizer, text)) {
        await engine.warm(hole);
        found.push(await engine.infill(hole));
      }
      return found.slice(UNCOUNTED);
    });
    const decoded = median(await decodeHere(options, text));
    const total = median(runs.map(({ totalMs }) => totalMs));
    const passes = median(runs.map((run) => run.passes));
    const line = (label: string, ms: number, ...more: readonly string[]): Line => ({
      label,
      cells: [milliseconds(ms), times(ms / passMs), ...more],
    });
    return {
      figures: {
        ...{ cells: CELLS, passMs, runs, decodedMs: decoded, autoregressive },
        passMultiple: total / passMs,
        decodedMultiple: decoded / passMs,
      },
      sections: [
        {
          title: `${CELLS} tokens in a context of 512 (medians)`,
          columns: ['time', 'in passes of 32 rows', 'beside the infill'],
          lines: [
            line('one canvas pass of 32 rows', passMs),
            line(`whole infill, ${passes} passes, warm`, total, times(1)),
            line('of it, decoding alone', decoded, times(decoded / total)),
            line('autoregressive, warm', autoregressive.warmMs, times(autoregressive.warmMs / total)),
            line('autoregressive, its suffix read anew', autoregressive.typedMs, times(autoregressive.typedMs / total)),
          ],
        },
      ],
    };
  },
};

function holesIn(tokenizer: Tokenizer, text: string): Hole[] {
  return Array.from({ length: UNCOUNTED + HOLES }, (_, i) =>
    holeAt(tokenizer, text, 0.25 + (0.5 * Math.max(0, i - UNCOUNTED)) / HOLES, CELLS),
  );
}

/** Milliseconds per hole, in this process; each is decoded twice, and the first time computes its context. */
async function decodeHere({ model, threads }: PartOptions, text: string): Promise<number[]> {
  const tools = await localModels.load(model, { ...(threads && { threads }) });
  const found: number[] = [];
  for (const { start, end } of holesIn(tools.tokenizer, text)) {
    const job = { text, holes: [{ span: { start, end }, length: CELLS, keepsLength: true }] };
    await decode(tools, job);
    const started = performance.now();
    await decode(tools, job);
    found.push(performance.now() - started);
  }
  await tools.close();
  return found.slice(UNCOUNTED);
}
