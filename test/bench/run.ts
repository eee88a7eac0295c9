/**
 * `npm run bench [-- PART ...]`: figures, never a pass or a fail. Prints tables and writes test/artifacts/bench.json, or
 * the file that `--json` names; `--save` puts both into test/bench/results. How to read them: README.md beside this file.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ARTIFACTS } from '../host/artifacts';
import type { PartResult } from './part';
import { parts } from './parts';
import { currentLoad, describeMachine, type Machine } from './support/machine';
import { asMarkdown, asText } from './table';

const RESULTS = join(import.meta.dirname, 'results');
/** Benchmarks with options and a page of results of their own. */
const OTHERS = { policies: 'test/bench/policies.ts', validate: 'test/bench/validate.ts' } as const;

interface Report {
  readonly machine: Machine;
  readonly parts: Readonly<Record<string, PartResult>>;
}

async function main(): Promise<void> {
  const [first, ...rest] = process.argv.slice(2);
  if (first !== undefined && Object.hasOwn(OTHERS, first)) return runOther(OTHERS[first as keyof typeof OTHERS], rest);
  const { values: flags, positionals: names } = parseArgs({
    allowPositionals: true,
    options: {
      model: { type: 'string' },
      threads: { type: 'string' },
      json: { type: 'string' },
      save: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (flags.help) return console.log(usage());
  const options = { ...(flags.model && { model: flags.model }), ...(flags.threads && { threads: +flags.threads }) };
  const machine = describeMachine();
  console.log(machineLine(machine));
  const results: Record<string, PartResult> = {};
  for (const part of chosen(names)) {
    const result = await part.run(options);
    results[part.name] = result;
    for (const section of result.sections) console.log(`\n${asText(section)}`);
  }
  const report = { machine: { ...machine, loadAfter: currentLoad() }, parts: results };
  writeJson(flags.json ?? join(ARTIFACTS, 'bench.json'), report);
  if (flags.save) for (const name of Object.keys(results)) save(name, report);
}

function chosen(names: readonly string[]) {
  const unknown = names.find((name) => !parts.some((part) => part.name === name));
  if (unknown !== undefined) throw new Error(`there is no part ${unknown}\n${usage()}`);
  return parts.filter(({ name, quick }) => (names.length === 0 ? quick : names.includes(name)));
}

function usage(): string {
  const line = (name: string, about: string): string => `  ${name.padEnd(14)}${about}`;
  const own = parts.map(({ name, about, quick }) => line(name, quick ? about : `${about} (only when named)`));
  const others = Object.keys(OTHERS).map((name) => line(name, 'takes options of its own (only when named)'));
  const flags = '--model ID|DIR, --threads N, --json FILE, --save';
  return [`npm run bench -- [PART ...] [${flags}]`, ...own, ...others].join('\n');
}

function runOther(script: string, args: readonly string[]): void {
  process.exitCode = spawnSync('npx', ['tsx', script, ...args], { stdio: 'inherit' }).status ?? 1;
}

function machineLine({ cpu, cores, memoryGiB, node, onnxruntime, threads, loadBefore }: Machine): string {
  const machine = `${cpu}, ${cores} cores, ${memoryGiB} GiB`;
  return `${machine}; Node ${node}, ONNX Runtime ${onnxruntime}, ${threads} threads; load ${loadBefore}`;
}

/** One page and one JSON per part: parts are measured again one by one. */
function save(name: string, { machine, parts: results }: Report): void {
  const result = results[name];
  if (!result) return;
  const load = `load ${machine.loadBefore} before, ${machine.loadAfter ?? '?'} after`;
  const page = [
    `# ${name}`,
    '',
    `${machineLine(machine)} (${load})`,
    ...result.sections.flatMap((s) => ['', asMarkdown(s)]),
  ];
  writeFileSync(join(RESULTS, `${name}.md`), `${page.join('\n')}\n`);
  writeJson(join(RESULTS, `${name}.json`), { machine, figures: result.figures });
}

function writeJson(path: string, value: object): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`);
}

void main();
