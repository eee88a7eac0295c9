/**
 * A published body at its real size, 0.5 B parameters in int8 with random weights: `published.ts` writes, imports and runs
 * it in processes of their own, this shows. Needs about 2 GB of the temporary folder and a few minutes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { milliseconds, percent, type Part } from '../part';
import type { ImportFigures, RunFigures } from '../published';

const ROUNDS = '3';

export const halfBillion: Part = {
  name: 'half-billion',
  about: 'a random body of 0.5 B parameters in int8: passes, context, whole infills',
  quick: false,
  run({ threads }) {
    const { run, import: imported } = measure(threads);
    const { passes, infills } = run;
    return Promise.resolve({
      figures: { import: imported, run },
      sections: [
        {
          title: `Canvas passes of 0.5 B parameters in int8 (load ${milliseconds(run.loadMs)}, peak memory ${run.peakMegabytes} MB)`,
          columns: ['best', 'median', 'of peak', 'full pass', 'full / canvas'],
          lines: passes.map(({ context, rows, canvasMs, fullMs, ratio, shareOfPeak }) => ({
            label: `context ${context}, ${rows} rows`,
            cells: [
              ...[canvasMs.best, canvasMs.median].map(milliseconds),
              percent(shareOfPeak),
              milliseconds(fullMs.median),
              ratio.toFixed(1),
            ],
          })),
        },
        {
          title: 'Context refresh and whole infills',
          columns: ['refresh', 'warm', 'after typing'],
          lines: infills.map(({ context, cells, passes: count, refreshMs, warmMs, typedMs }) => ({
            label: `context ${context}, ${cells} tokens in ${count} passes`,
            cells: [refreshMs, warmMs, typedMs].map(milliseconds),
          })),
        },
      ],
    });
  },
};

function measure(threads: number | undefined): { readonly run: RunFigures; readonly import: ImportFigures } {
  const folder = mkdtempSync(join(tmpdir(), 'remask-half-billion-'));
  try {
    const json = join(folder, 'figures.json');
    const script = join(import.meta.dirname, '../published.ts');
    const args = [
      'tsx',
      script,
      '--rounds',
      ROUNDS,
      '--json',
      json,
      ...(threads ? ['--threads', String(threads)] : []),
    ];
    const { status } = spawnSync('npx', args, { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error('the body of 0.5 B parameters could not be measured: see above');
    return JSON.parse(readFileSync(json, 'utf8')) as ReturnType<typeof measure>;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
