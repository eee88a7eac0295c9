import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunResult } from '../../engine/protocol/messages';
import { ndjson, runCli } from '../support/runCli';
import { writeTinyModel } from '../support/tinyModel';

let folder: string;
let model: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'remask-syntax-'));
  model = writeTinyModel(join(folder, 'tiny'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function infill(name: string, ...flags: string[]) {
  const file = join(folder, name);
  writeFileSync(file, 'export function add(a: number, b: number) {\n\treturn a + b;\n}\n');
  const hole = ['--range', '1:20-2:14', '--seed', '7', '--model', model];
  const { stdout, stderr } = await runCli(['infill', file, ...hole, ...flags]);
  const lines = flags.includes('--json') ? ndjson(stdout) : [];
  const result = lines.at(-1) as Partial<RunResult> | undefined;
  return { lines, result, drafts: lines.filter(({ pass }) => pass === 1).length, stderr };
}

// A body with random weights writes nonsense.
it('drafts again where a draft breaks the syntax, and says so', async () => {
  const { lines, result, drafts } = await infill('a.ts', '--json');
  expect(result?.syntax?.drafts).toBeGreaterThan(1);
  expect(drafts).toBeGreaterThanOrEqual(result?.syntax?.drafts ?? Infinity);
  expect(lines.at(-2)).toMatchObject({ type: 'pass', pass: result?.passes });
  // Nothing there is a sentence.
  const file = join(folder, 'b.ts');
  writeFileSync(file, 'const `a = b;\n');
  const { stderr } = await runCli(['infill', file, '--range', '1:12-1:13', '--model', model]);
  expect(stderr).toMatch(/breaks the syntax in all of \d\d drafts/);
});

it('starts from what must be opened where no other draft is sound', async () => {
  const [before, after] = ['{\n  "a": 1,\n  ', '\n    "b": 2\n  }\n}\n'];
  const file = join(folder, 'c.json');
  writeFileSync(file, before + after);
  const { stdout } = await runCli(['infill', file, '--at', '3:3', '--json', '--model', model]);
  const { syntax, holes, tokens } = ndjson(stdout).at(-1) as unknown as RunResult;
  expect(syntax?.problems).toBe(0);
  expect(syntax?.drafts).toBeGreaterThan(12);
  expect(Object.keys(JSON.parse(before + (holes[0]?.text ?? '') + after) as object)).toHaveLength(2);
  // What stood from the start is written, too.
  expect(tokens).toBeGreaterThan(2);
});

it.each([
  ['a.ts', ['--no-syntax']],
  ['a.txt', []],
])('drafts once in %s with %j', async (name, flags) => {
  const { result, drafts } = await infill(name, '--json', ...flags);
  expect(result).not.toHaveProperty('syntax');
  expect(drafts).toBe(1);
});
