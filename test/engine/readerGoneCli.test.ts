/** What the command line does when whoever reads it stops, or cannot be written to. */
import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { alphaFile, TEXT } from '../support/alphaFile';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const { folder, file, model } = alphaFile();

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Nobody reads `gone`; stdout goes to the file `to`, if there is one. */
function run(args: readonly string[], { gone, to }: { gone?: 'stdout' | 'stderr'; to?: string }): Promise<Ended> {
  const out = to === undefined ? 'pipe' : openSync(to, 'w');
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', out, 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    if (name === gone) child[name]?.destroy();
    else child[name]?.setEncoding('utf8').on('data', (chunk: string) => (said[name] += chunk));
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...said })));
}

const infill = (...more: string[]) => [
  'infill',
  file,
  '--range',
  '1:7-1:12',
  '--model',
  model,
  '--length',
  '3',
  ...more,
];

it('ends quietly where nothing but what it says would come of it', async () => {
  const { code, stderr } = await run(infill('--json'), { gone: 'stdout' });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

it('writes the file all the same, and the trace to its end', async () => {
  const trace = join(folder, 'run.ndjson');
  const { code } = await run(infill('--json', '--write', '--trace', trace), { gone: 'stdout' });
  expect(code).toBe(0);
  expect(readFileSync(file, 'utf8')).not.toBe(TEXT);
  const passes = readFileSync(trace, 'utf8').trim().split('\n').slice(1);
  expect(JSON.parse(passes.at(-1) ?? '{}')).toMatchObject({ type: 'pass', pass: passes.length });
});

it('imports to the end', async () => {
  const to = join(folder, 'copy');
  const { code, stderr } = await run(['import', model, '--to', to, '--json'], { gone: 'stdout' });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(existsSync(join(to, 'remask.json'))).toBe(true);
});

it.each([[[]], [['--write', '--validate', 'brackets']]])('needs nobody for its remarks: %s', async (flags) => {
  const { code, stdout } = await run(infill(...flags), { gone: 'stderr' });
  expect(code).toBe(0);
  expect(stdout).not.toBe('');
  if (flags.length > 0) expect(readFileSync(file, 'utf8')).not.toBe(TEXT);
});

it.runIf(existsSync('/dev/full')).each([[[]], [['--write']]])(
  'says that its output found no room: %s',
  async (flags) => {
    const { code, stderr } = await run(infill('--json', ...flags), { to: '/dev/full' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^remask: standard output cannot be written \(ENOSPC\)[^\n]*\n(remask: wrote [^\n]*\n)?$/);
    expect(readFileSync(file, 'utf8') === TEXT).toBe(flags.length === 0);
  },
);
