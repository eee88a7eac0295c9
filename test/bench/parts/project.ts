/** The files around a document: what reading them costs, and what looking through them does. They are this repository's own. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { REPOSITORY_ROOT } from '../../host/repositoryRoot';
import { milliseconds, type Part, times } from '../part';
import { withEngine, type EngineUnderTest, type Hole } from '../support/engineUnderTest';
import { residentMegabytes } from '../support/memory';
import { median } from '../support/quantiles';
import { holeAt, readTokenizer, sourceText } from '../support/sourceText';

const FOLDERS = ['engine', 'extension', 'test'];
const CELLS = 32;
const ROUNDS = 15;
const TURNS = 3;
/** The engine looks ahead in a document when nobody asks for anything; its caches are not what is measured here. */
const SETTLING_MS = 5000;

export const project: Part = {
  name: 'project',
  about: 'the files around a document: reading them, and looking through them',
  quick: true,
  run: (options) =>
    withEngine(options, async (engine) => {
      const text = sourceText(40_000);
      const hole = holeAt(readTokenizer(engine.opened.model.directory), text, 0.5, CELLS);
      engine.open(text);
      const first = await infills(engine, hole);
      await pause(SETTLING_MS);
      const memory = residentMegabytes(engine.pid);
      const { waited, ...read } = await readWhileRunning(engine, hole);
      await pause(SETTLING_MS);
      const megabytes = residentMegabytes(engine.pid) - memory;
      const again = await timed(() => engine.project(filesOfRepository()));
      const { without, beside } = await taken(engine, hole);
      const figures = { ...read, againMs: again.ms, megabytes, first, waited, without, beside };
      const row = (label: string, runs: Infills) => ({
        label,
        cells: [
          '',
          milliseconds(runs.firstMs),
          `${milliseconds(runs.passMs)} (${times(runs.passMs / without.passMs)})`,
        ],
      });
      return {
        figures,
        sections: [
          {
            title: `${read.files} files around a document, ${read.tokens} tokens; medians of ${ROUNDS} infills of ${CELLS} cells`,
            columns: ['time', 'first pass', 'per pass'],
            lines: [
              { label: 'reading them, with runs going on', cells: [milliseconds(read.readMs), '', ''] },
              { label: 'again, nothing changed', cells: [milliseconds(again.ms), '', ''] },
              { label: 'memory added', cells: [`${megabytes.toFixed(0)} MB`, '', ''] },
              row('infill before', first),
              row('while they are read', waited),
              row('then, without the project', without),
              row('in turn with it', beside),
            ],
          },
        ],
      };
    }),
};

interface Infills {
  readonly firstMs: number;
  readonly passMs: number;
}

async function infills(engine: EngineUnderTest, hole: Hole): Promise<Infills> {
  await engine.warm(hole);
  const runs = [];
  for (let round = 0; round <= ROUNDS; round++) runs.push(await engine.infill(hole));
  const warm = runs.slice(1);
  return {
    firstMs: median(warm.map(({ firstMs }) => firstMs)),
    passMs: median(warm.map(({ totalMs, passes }) => totalMs / passes)),
  };
}

/** Infills without the project and with it, in turns: the machine may become busier meanwhile. */
async function taken(engine: EngineUnderTest, hole: Hole) {
  const [without, beside]: [Infills[], Infills[]] = [[], []];
  for (let turn = 0; turn < TURNS; turn++) {
    await engine.project([]);
    without.push(await infills(engine, hole));
    await engine.project(filesOfRepository());
    beside.push(await infills(engine, hole));
  }
  return { without: middle(without), beside: middle(beside) };
}

function middle(runs: readonly Infills[]): Infills {
  return { firstMs: median(runs.map(({ firstMs }) => firstMs)), passMs: median(runs.map(({ passMs }) => passMs)) };
}

/** Runs come one after the other, until all is read. */
async function readWhileRunning(engine: EngineUnderTest, hole: Hole) {
  const reading = timed(() => engine.project(filesOfRepository()));
  const waited = await infills(engine, hole);
  const { ms, result } = await reading;
  return { ...result, readMs: ms, waited };
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  const started = performance.now();
  const result = await work();
  return { ms: performance.now() - started, result };
}

function filesOfRepository(): readonly string[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(REPOSITORY_ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => join(REPOSITORY_ROOT, folder, path)),
  );
}
