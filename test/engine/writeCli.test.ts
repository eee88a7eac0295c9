/** What the command line does to files that are dear to somebody: `--write` and `--trace`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { ndjson, runCli } from '../support/runCli';
import { temporaryFolder } from '../support/temporaryFolder';
import { writeTinyModel } from '../support/tinyModel';

const TEXT = 'const alpha = compute(1, 2);\n';
const folder = temporaryFolder();
const file = join(folder, 'alpha.ts');
let model: string;

beforeAll(() => void (model = writeTinyModel(join(folder, 'tiny'))));
beforeEach(() => writeFileSync(file, TEXT));

const run = (...args: string[]) => runCli([...args, '--model', model, '--length', '2', '--json']);
const written = (): string => readFileSync(file, 'utf8');

it('holes that meet are written beside each other, in whatever order they are named', async () => {
  const ranges = ['--range', '1:7-1:12', '--range', '1:7-1:7', '--range', '1:12-1:12', '--range', '1:7-1:7'];
  const { code, stdout } = await run('infill', file, ...ranges, '--write');
  expect(code).toBe(0);
  const holes = ndjson(stdout).at(-1)?.['holes'] as { range: string; text: string }[];
  expect(holes.map(({ range }) => range)).toEqual(['1:7-1:7', '1:7-1:7', '1:7-1:12', '1:12-1:12']);
  expect(written()).toBe(TEXT.replace('alpha', () => holes.map(({ text }) => text).join('')));
});
