/**
 * Drafts that are made again until one parses: how often, and what that adds to an infill. Holes are the rest of a line, of
 * unknown length, in this repository's own text.
 */
import { milliseconds, type Part, percent, times } from '../part';
import { withEngine, type EngineUnderTest, type MeasuredRun } from '../support/engineUnderTest';
import { median, quantile } from '../support/quantiles';
import { sourceText } from '../support/sourceText';

const HOLES = 40;
const CHARACTERS = [4_000, 40_000] as const;

interface Compared {
  readonly characters: number;
  readonly once: readonly MeasuredRun[];
  readonly checked: readonly MeasuredRun[];
}

export const syntax: Part = {
  name: 'syntax',
  about: 'drafts made again until one parses: how often, and what it costs',
  quick: true,
  run: (options) =>
    withEngine(options, async (engine) => {
      const all: Compared[] = [];
      for (const characters of CHARACTERS) all.push(await compare(engine, characters));
      return {
        figures: all.map(({ characters, once, checked }) => ({ characters, once: once.map(total), checked })),
        sections: [
          {
            title: `${HOLES} lines of unknown length, first as drafted once, then with drafts until one parses`,
            columns: ['once', 'with drafts', 'sound at once: with check', 'drafts', '9 of 10 within', 'sound'],
            lines: all.map(lineOf),
          },
        ],
      };
    }),
};

const total = ({ totalMs }: MeasuredRun): number => totalMs;

async function compare(engine: EngineUnderTest, characters: number): Promise<Compared> {
  const text = sourceText(characters);
  const [once, checked]: [MeasuredRun[], MeasuredRun[]] = [[], []];
  for (let i = 0; i <= HOLES; i++) {
    const start = text.indexOf('\n', Math.floor((text.length * (i + 0.5)) / (HOLES + 1))) + 1;
    const indented = start + (/^ */.exec(text.slice(start))?.[0].length ?? 0);
    const lineEnd = text.indexOf('\n', indented);
    engine.open(text.slice(0, indented) + text.slice(lineEnd));
    await engine.warm({ start: indented, end: indented });
    const hole = { span: { start: indented, end: indented } };
    const runs = [await engine.run(hole, { syntax: false }), await engine.run(hole)] as const;
    // The first hole pays for code that is still cold.
    if (i === 0) continue;
    once.push(runs[0]);
    checked.push(runs[1]);
  }
  return { characters, once, checked };
}

function lineOf({ characters, once, checked }: Compared): { label: string; cells: string[] } {
  const [alone, all] = [median(once.map(total)), median(checked.map(total))];
  const atOnce = once.flatMap((run, i) => (checked[i]?.syntax?.drafts === 1 ? total(checked[i]) / total(run) : []));
  const drafts = checked.reduce((sum, run) => sum + (run.syntax?.drafts ?? 0), 0) / checked.length;
  const sound = checked.filter((run) => run.syntax?.problems === 0).length / checked.length;
  return {
    label: `${characters} characters`,
    cells: [
      milliseconds(alone),
      `${milliseconds(all)} (${times(all / alone)})`,
      times(median(atOnce)),
      drafts.toFixed(1),
      milliseconds(quantile(checked.map(total), 0.9)),
      percent(sound),
    ],
  };
}
