/**
 * `npm run bench`: figures, never a pass or a fail. Prints a table and writes test/artifacts/bench.json. Absolute times
 * belong to one machine at one moment; read the ratios between rows of one run. `--no-editor` leaves out VS Code.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { ARTIFACTS } from '../host/artifacts';
import { OVERLAY_REPORT } from './overlayReport';
import { measurePasses, type PassFigures } from './passes';
import { median } from './quantiles';

interface Waits {
  readonly overlayMs: number;
  readonly stagedMs: number;
}

interface OverlayFigures {
  readonly cold: Waits;
  readonly warm: readonly Waits[];
}

const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`.padStart(9);
const row = (name: string, ...cells: readonly string[]): void => console.log(`  ${name.padEnd(44)}${cells.join('  ')}`);

function printPasses(figures: PassFigures): void {
  console.log(`\n${figures.model}: context of ${figures.context} tokens, warm unless said otherwise (best, median)`);
  for (const { rows, best, median } of figures.passMs) row(`canvas pass, ${rows} rows`, ms(best), ms(median));
  const { quarterPassMs, coldContextMs, afterTypingMs } = figures;
  row('canvas pass, 32 rows, 8 still open', ms(quarterPassMs.best), ms(quarterPassMs.median));
  row('4 tokens typed, then a pass of 32 rows', ms(afterTypingMs.best), ms(afterTypingMs.median));
  row('cold context', ms(coldContextMs.best), ms(coldContextMs.median));
  row('loading the model', ms(figures.loadMs));
}

function measureOverlay(): OverlayFigures {
  rmSync(OVERLAY_REPORT, { force: true });
  const { status } = spawnSync('npx', ['vitest', 'run', '-c', 'vitest.bench.config.ts'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the browser-driven part failed: see above, or leave it out with --no-editor');
  return JSON.parse(readFileSync(OVERLAY_REPORT, 'utf8')) as OverlayFigures;
}

function printOverlay({ cold, warm }: OverlayFigures): void {
  console.log('\nreal VS Code, a hole of 30 characters: key press to paint (cold; warm median, warm worst)');
  for (const [name, key] of [
    ['first overlay', 'overlayMs'],
    ['staged', 'stagedMs'],
  ] as const) {
    const times = warm.map((waits) => waits[key]);
    row(name, ms(cold[key]), ms(median(times)), ms(Math.max(...times)));
  }
}

async function main(): Promise<void> {
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: totalmem() / 2 ** 30,
  };
  console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB.toFixed(0)} GiB, Node ${process.version}`);
  const passes = await measurePasses();
  printPasses(passes);
  const overlay = process.argv.includes('--no-editor') ? undefined : measureOverlay();
  if (overlay) printOverlay(overlay);
  mkdirSync(ARTIFACTS, { recursive: true });
  writeFileSync(join(ARTIFACTS, 'bench.json'), JSON.stringify({ machine, passes, overlay }, undefined, 2));
}

void main();
