/**
 * From the request to the first pass, in the engine process over its protocol, beside what it may take: 1.3 times a canvas
 * pass of as many rows, and 20 ms. Context rows are those that the run itself had to compute before its first pass.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { milliseconds, type Part } from '../part';
import { withCanvas } from '../support/canvasUnderTest';
import { type EngineUnderTest, withEngine, type Hole, type MeasuredRun } from '../support/engineUnderTest';
import { median, quantiles } from '../support/quantiles';
import { holeAt, readTokenizer, sourceText } from '../support/sourceText';

const CELLS = 32;
const ROUNDS = 9;
const SIZES = { 'a file of 8 KB': 8_000, 'a file of 40 KB': 40_000 } as const;
/** A person who has moved to another place of a file looks at it for longer than this. */
const MOMENT_MS = 1500;

let typings = 0;

interface Case {
  readonly name: string;
  readonly firstMs: readonly number[];
  readonly contextRows: readonly number[];
}

export const firstPass: Part = {
  name: 'first-pass',
  about: 'key press to first pass: warm, after typing, elsewhere in the file',
  quick: true,
  async run(options) {
    const passMs = await withCanvas(options, async (canvas) => {
      const around = canvas.surroundings(512);
      await canvas.pass(around, CELLS);
      return (await quantiles(20, () => canvas.pass(around, CELLS))).median;
    });
    const allowedMs = 1.3 * passMs + 20;
    const files = [];
    for (const [file, length] of Object.entries(SIZES)) {
      files.push({ file, cases: await withEngine(options, (engine) => measureFile(engine, sourceText(length))) });
    }
    return {
      figures: { cells: CELLS, passMs, allowedMs, files },
      sections: files.map(({ file, cases }) => ({
        title: `First pass of ${CELLS} cells in ${file}; allowed ${milliseconds(allowedMs)} (1.3 x ${milliseconds(passMs)} + 20 ms)`,
        columns: ['best', 'median', 'worst', 'context rows'],
        lines: cases.map(({ name, firstMs, contextRows }) => ({
          label: name,
          cells: [
            ...[Math.min(...firstMs), median(firstMs), Math.max(...firstMs)].map(milliseconds),
            `${median(contextRows)} (most ${Math.max(...contextRows)})`,
          ],
        })),
      })),
    };
  },
};

async function measureFile(engine: EngineUnderTest, text: string): Promise<Case[]> {
  const tokenizer = readTokenizer(engine.opened.model.directory);
  const at = (share: number): Hole => holeAt(tokenizer, text, share, CELLS);
  const share = (round: number): number => 0.05 + (0.9 * ((round * 5) % ROUNDS)) / ROUNDS;
  const settle = async (offset: number): Promise<void> => {
    await engine.warm({ start: offset, end: offset });
    await pause(MOMENT_MS);
  };
  /** Each round on the document as it was, with the cursor resting in its middle. */
  const rounds = async (name: string, round: (index: number) => Promise<MeasuredRun>): Promise<Case> => {
    const runs = [];
    for (let index = 0; index < ROUNDS; index++) {
      engine.open(text);
      await settle(at(0.5).start);
      runs.push(await round(index));
    }
    const figures = runs.slice(1);
    return {
      name,
      firstMs: figures.map(({ firstMs }) => firstMs),
      contextRows: figures.map(({ contextRows }) => contextRows),
    };
  };
  /** Four characters that were never typed before, so that nothing computed for another round fits. */
  const typeAt = (hole: Hole): Hole => {
    const typed = ` ${(typings++).toString(36).padStart(2, 'x')};`;
    engine.type(hole.start, typed);
    return shifted(hole, typed.length);
  };
  /** Another place of the document in each round, as it stands after four characters were typed in the middle. */
  const elsewhere = (index: number): Hole => {
    const there = at(share(index));
    return there.start >= at(0.5).start ? shifted(there, 4) : there;
  };
  return [
    await rounds('where the cursor rested', () => engine.infill(at(0.5))),
    await rounds('four characters typed at the hole', () => engine.infill(typeAt(at(0.5)))),
    await rounds('elsewhere, nothing typed', (index) => engine.infill(at(share(index)))),
    await rounds('elsewhere, a moment after typing in the middle', async (index) => {
      typeAt(at(0.5));
      await pause(MOMENT_MS);
      return engine.infill(elsewhere(index));
    }),
    await rounds('elsewhere, at once after typing in the middle', (index) => {
      typeAt(at(0.5));
      return engine.infill(elsewhere(index));
    }),
  ];
}

function shifted({ start, end, cells }: Hole, by: number): Hole {
  return { start: start + by, end: end + by, cells };
}
