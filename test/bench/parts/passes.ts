/**
 * One canvas pass by number of rows, over a warm context, and how much of the machine's peak it reaches; what a context
 * costs, computed cold, and after four tokens were typed at the hole.
 */
import { milliseconds, percent, type Line, type Part } from '../part';
import { withCanvas, type CanvasUnderTest, type Surroundings } from '../support/canvasUnderTest';
import { measurePeak } from '../support/peak';
import { quantiles, type Quantiles } from '../support/quantiles';
import { bodyOf } from '../support/bodyOf';
import { passOperations } from '../support/work';

const ROWS = [1, 8, 16, 32, 64];
const CONTEXT = 512;
const ROUNDS = 30;

export const passes: Part = {
  name: 'passes',
  about: 'one canvas pass by rows, share of the machine’s peak, cold context',
  quick: true,
  async run(options) {
    const { sizes, quantization } = bodyOf(options.model);
    const peak = await measurePeak(quantization, options.threads);
    return withCanvas(options, async (canvas) => {
      const around = canvas.surroundings(CONTEXT);
      await canvas.pass(around, 64);
      const byRows = [];
      for (const rows of ROWS) {
        const ms = await quantiles(ROUNDS, () => canvas.pass(around, rows));
        const share = passOperations(sizes, rows, CONTEXT) / (ms.best / 1000) / peak;
        byRows.push({ rows, ms, shareOfPeak: share });
      }
      const quarter = await quantiles(ROUNDS, () => canvas.pass(around, 32, 8));
      const cold = await quantiles(6, () => canvas.warm(canvas.surroundings(CONTEXT)));
      const typed = await afterTyping(canvas, around);
      const lines: Line[] = [
        ...byRows.map(({ rows, ms, shareOfPeak }) => timed(`${rows} rows`, ms, percent(shareOfPeak))),
        timed('32 rows, 8 of them asked for', quarter),
        timed('4 tokens typed before the hole, then 32 rows', typed),
        timed(`context of ${CONTEXT}, cold`, cold),
      ];
      return {
        figures: { context: CONTEXT, peakOperationsPerSecond: peak, byRows, quarter, cold, typed },
        sections: [
          {
            title: `A canvas pass over ${CONTEXT} tokens of context (peak: ${(peak / 1e9).toFixed(0)} G operations/s)`,
            columns: ['best', 'median', 'of peak'],
            lines,
          },
        ],
      };
    });
  },
};

function afterTyping(canvas: CanvasUnderTest, around: Surroundings): Promise<Quantiles> {
  let typed = around;
  return quantiles(ROUNDS, () => {
    typed = { ...typed, before: [...typed.before, ...canvas.ids(4)] };
    return canvas.pass(typed, 32);
  });
}

function timed(label: string, { best, median }: Quantiles, ...more: readonly string[]): Line {
  return { label, cells: [milliseconds(best), milliseconds(median), ...more] };
}
