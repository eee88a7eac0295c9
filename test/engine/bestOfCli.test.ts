/** `--best-of` on a real graph: the best draft's record is that of a run of its own. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { RankedDraft } from '../../engine/protocol/messages';
import { ndjson, runCli } from '../support/runCli';
import { temporaryFolder } from '../support/temporaryFolder';
import { writeTinyModel } from '../support/tinyModel';

const folder = temporaryFolder();
const model = writeTinyModel(join(folder, 'tiny'));
const file = join(folder, 'add.ts');
const trace = join(folder, 'best.ndjson');
writeFileSync(file, 'export function add(a: number, b: number) {\n\treturn a + b;\n}\n');
const where = ['--range', '2:9-2:14', '--length', '8'];
const run = (...args: string[]) => runCli([...args, '--model', model]);

it('records of several drafts the best, as its own run, and the context once', async () => {
  const four = await run('infill', file, ...where, '--seed', '3', '--best-of', '4', '--trace', trace, '--json');
  expect(four).toMatchObject({ code: 0, stderr: '' });
  const result = ndjson(four.stdout).at(-1) as { ranking: RankedDraft[]; passes: number; holes: object[]; contextRows: number }; // prettier-ignore
  const best = result.ranking.find(({ chosen }) => chosen);
  expect(result.ranking.map(({ seed }) => seed)).toEqual([3, 4, 5, 6]);
  expect(best?.likelihood).toBe(Math.max(...result.ranking.map(({ likelihood }) => likelihood)));
  expect(await run('replay', trace)).toMatchObject({ code: 0, stdout: `${result.passes} passes, identical\n` });
  const own = ['--seed', String(best?.seed), '--temperature', String(best?.temperature)];
  const alone = ndjson((await run('infill', file, ...where, ...own, '--json')).stdout);
  expect(alone.at(-1)).toMatchObject({ holes: result.holes, contextRows: result.contextRows });
  expect(ndjson(four.stdout).slice(0, -1)).toEqual(alone.slice(0, -1));
});

it('refuses a number of drafts that makes no sense', async () => {
  expect(await run('infill', file, ...where, '--best-of', '9')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/best of must be a whole number from 1 to 8/) as string,
  });
});
