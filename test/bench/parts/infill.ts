/**
 * A whole infill of 32 tokens in a warm context of 512, in the engine process, as a multiple of one canvas pass of 32
 * rows; beside it the same body writing 32 tokens one after the other, as an autoregressive fill-in-the-middle would.
 */
import { milliseconds, times, type Line, type Part } from '../part';
import { measureAutoregressive } from '../support/autoregressive';
import { withCanvas } from '../support/canvasUnderTest';
import { withEngine, type MeasuredRun } from '../support/engineUnderTest';
import { median, quantiles } from '../support/quantiles';
import { holeAt, readTokenizer, sourceText } from '../support/sourceText';

const CELLS = 32;
const HOLES = 12;

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
    const runs = await withEngine(options, async (engine) => {
      const text = sourceText(8_000);
      const tokenizer = readTokenizer(engine.opened.model.directory);
      engine.open(text);
      const found: MeasuredRun[] = [];
      for (let i = -2; i < HOLES; i++) {
        const hole = holeAt(tokenizer, text, 0.25 + (0.5 * Math.max(0, i)) / HOLES, CELLS);
        await engine.warm(hole);
        const run = await engine.infill(hole);
        if (i >= 0) found.push(run);
      }
      return found;
    });
    const total = median(runs.map(({ totalMs }) => totalMs));
    const passes = median(runs.map((run) => run.passes));
    const line = (label: string, ms: number, ...more: readonly string[]): Line => ({
      label,
      cells: [milliseconds(ms), times(ms / passMs), ...more],
    });
    return {
      figures: { cells: CELLS, passMs, runs, autoregressive, passMultiple: total / passMs },
      sections: [
        {
          title: `${CELLS} tokens in a context of 512 (medians)`,
          columns: ['time', 'in passes of 32 rows', 'beside the infill'],
          lines: [
            line('one canvas pass of 32 rows', passMs),
            line(`whole infill, ${passes} passes, warm`, total, times(1)),
            line('autoregressive, warm', autoregressive.warmMs, times(autoregressive.warmMs / total)),
            line('autoregressive, its suffix read anew', autoregressive.typedMs, times(autoregressive.typedMs / total)),
          ],
        },
      ],
    };
  },
};
