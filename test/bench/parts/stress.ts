/** A thousand runs in a row and ten at once, in one engine process: does it grow, does it become slower? */
import { milliseconds, times, type Part } from '../part';
import { withEngine, type EngineUnderTest, type Hole } from '../support/engineUnderTest';
import { residentMegabytes } from '../support/memory';
import { median } from '../support/quantiles';
import { holeAt, readTokenizer, sourceText } from '../support/sourceText';

const RUNS = 1000;
const CELLS = 8;
const HUNDRED = 100;
const AT_ONCE = 10;
const SAMPLE_EVERY = 25;

export const stress: Part = {
  name: 'stress',
  about: 'a thousand runs in a row and ten at once: memory and times',
  quick: false,
  run: (options) =>
    withEngine(options, async (engine) => {
      const text = sourceText(8_000);
      const tokenizer = readTokenizer(engine.opened.model.directory);
      const holes = Array.from({ length: 20 }, (_, i) => holeAt(tokenizer, text, 0.05 + (0.9 * i) / 20, CELLS));
      engine.open(text);
      const { runMs, memory } = await inARow(engine, text, holes);
      const first = median(runMs.slice(0, HUNDRED));
      const last = median(runMs.slice(-HUNDRED));
      const together = await atOnce(engine, holes.slice(0, AT_ONCE));
      const apart = median(runMs) * AT_ONCE;
      const settled = memory.filter(({ run }) => run >= RUNS / 5);
      const slope = growth(settled);
      const [begin, end] = [settled[0]?.megabytes ?? NaN, settled.at(-1)?.megabytes ?? NaN];
      return {
        figures: { runs: RUNS, cells: CELLS, first, last, together, apart, memory, megabytesPerThousandRuns: slope },
        sections: [
          {
            title: `${RUNS} runs of ${CELLS} cells in a row, every tenth after typing`,
            columns: ['early', 'late', 'late / early'],
            lines: [
              {
                label: 'one run, first and last hundred',
                cells: [milliseconds(first), milliseconds(last), times(last / first)],
              },
              {
                label: `memory of the process, after ${RUNS / 5} and ${RUNS} runs`,
                cells: [`${begin.toFixed(0)} MB`, `${end.toFixed(0)} MB`, times(end / begin)],
              },
              { label: 'trend of that memory, per thousand runs', cells: ['', `${slope.toFixed(1)} MB`] },
              {
                label: `${AT_ONCE} runs one by one, and at once`,
                cells: [milliseconds(apart), milliseconds(together), times(together / apart)],
              },
            ],
          },
        ],
      };
    }),
};

interface Sample {
  readonly run: number;
  readonly megabytes: number;
}

async function inARow(engine: EngineUnderTest, text: string, holes: readonly Hole[]) {
  const runMs: number[] = [];
  const memory: Sample[] = [];
  for (let run = 1; run <= RUNS; run++) {
    const hole = holes[run % holes.length];
    if (!hole) continue;
    // Behind all holes, so that none moves: the backward stream changes for each of them. The line before goes, or the
    // document itself would grow.
    if (run % 10 === 0) engine.replaceEnd(text.length, `// ${run}\n`);
    runMs.push((await engine.infill(hole)).totalMs);
    if (run % SAMPLE_EVERY === 0) memory.push({ run, megabytes: residentMegabytes(engine.pid) });
  }
  return { runMs, memory };
}

async function atOnce(engine: EngineUnderTest, holes: readonly Hole[]): Promise<number> {
  const started = performance.now();
  await Promise.all(holes.map((hole) => engine.infill(hole)));
  return performance.now() - started;
}

/** Megabytes per thousand runs: the slope of the line through all samples. */
function growth(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(samples.map(({ run }) => run)), mean(samples.map(({ megabytes }) => megabytes))];
  const covariance = samples.reduce((sum, { run, megabytes }) => sum + (run - x) * (megabytes - y), 0);
  return (1000 * covariance) / samples.reduce((sum, { run }) => sum + (run - x) ** 2, 0);
}
