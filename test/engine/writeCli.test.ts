/** What the command line does to files that are dear to somebody: `--write` and `--trace`. */
import { linkSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { runOnFile } from '../../engine/cli/run';
import { requireOtherFile } from '../../engine/cli/traceFile';
import { alphaFile, TEXT } from '../support/alphaFile';
import { ndjson, runCli } from '../support/runCli';

const { folder, file, model } = alphaFile();

const run = (...args: string[]) => runCli([...args, '--model', model, '--json']);
const written = (): string => readFileSync(file, 'utf8');

it('holes that meet are written beside each other, in whatever order they are named', async () => {
  const ranges = ['--range', '1:7-1:12', '--range', '1:7-1:7', '--range', '1:12-1:12', '--range', '1:7-1:7'];
  const { code, stdout } = await run('infill', file, ...ranges, '--length', '2', '--write');
  expect(code).toBe(0);
  const holes = ndjson(stdout).at(-1)?.['holes'] as { range: string; text: string }[];
  expect(holes.map(({ range }) => range)).toEqual(['1:7-1:7', '1:7-1:7', '1:7-1:12', '1:12-1:12']);
  expect(written()).toBe(TEXT.replace('alpha', () => holes.map(({ text }) => text).join('')));
});

it.each(['infill', 'remask', 'repair'])('%s refuses a trace over the file itself, before it runs', async (command) => {
  const { code, stdout, stderr } = await run(command, file, '--range', '1:7-1:12', '--trace', file);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/--trace \S+alpha\.ts is the source itself: name another file/);
  expect(written()).toBe(TEXT);
});

it('refuses it under other names, too, and takes a name that is free', () => {
  const [symbolic, hard] = [join(folder, 'symbolic.ts'), join(folder, 'hard.ts')];
  symlinkSync(file, symbolic);
  linkSync(file, hard);
  for (const trace of [symbolic, hard])
    expect(() => requireOtherFile(trace, { source: file })).toThrow(/is the source itself/);
  for (const trace of [join(folder, 'run.ndjson'), join(file, 'run.ndjson'), undefined])
    expect(() => requireOtherFile(trace, { source: file })).not.toThrow();
});

it.each([
  ['the schema', 'schema.json', ['--schema', join(folder, 'schema.json')]],
  ['a file of the project', 'other.ts', ['--project', folder]],
  ['a file of the project', 'other.txt', ['--project', join(folder, 'other.txt')]],
])('refuses a trace over %s: %s', async (what, name, flags) => {
  const read = join(folder, name);
  writeFileSync(read, '{}');
  const { code, stdout, stderr } = await run('infill', file, '--at', '1:7', '--trace', read, ...flags);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(`is ${what}: name another file`);
  expect(readFileSync(read, 'utf8')).toBe('{}');
});

it.each([true, false])('a draft that cannot be written is told all the same, as JSON: %s', async (json) => {
  const [out, err] = [process.stdout, process.stderr].map((to) => vi.spyOn(to, 'write').mockReturnValue(true));
  const flags = { model, json, write: true };
  const run = runOnFile(file, flags, {
    spans: () => [{ start: 6, end: 11 }],
    start: async (engine, request, [span = { start: 0, end: 0 }]) => {
      const result = await engine.infill({ ...request, holes: [{ span, length: 2 }] });
      writeFileSync(file, 'changed meanwhile');
      return { ...result, holes: result.holes.map((hole) => ({ ...hole, text: 'the draft' })) };
    },
  });
  await expect(run).rejects.toThrow(/changed during the run and was not written/);
  const said = [out, err].map((spy) => spy?.mock.calls.join('') ?? '');
  vi.restoreAllMocks();
  expect(said[0]).toMatch(json ? /"type":"result",.*"text":"the draft"/ : /^the draft\n$/);
  expect(said[1]).not.toContain('wrote');
  expect(written()).toBe('changed meanwhile');
});
