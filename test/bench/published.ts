/**
 * A published model at its real size: a folder of random weights in the shape of Open-dCoder 0.5 B (or, with `--layers`
 * and so on, of another Qwen2 body) is written, imported and run. Figures: time, peak memory and size of the import;
 * milliseconds per canvas pass by rows and context beside a full pass over the same rows; peak memory of running.
 *
 *     npx tsx test/bench/published.ts [--quantize int8] [--threads N] [--contexts 512,2048] [--json FILE]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { seededRandom } from '../../engine/decode/random';
import { Output } from '../../engine/graph/signature';
import { importFolder } from '../../engine/import/importFolder';
import type { Quantization } from '../../engine/protocol/messages';
import { allocateKeyValues } from '../../engine/runtime/keyValues';
import { openModel, type OpenedModel } from '../../engine/runtime/openModel';
import { quantiles, type Quantiles } from './support/quantiles';
import { writeRandomQwen2, type QwenSizes } from './support/randomQwen2';

const OPEN_DCODER: QwenSizes = {
  vocab_size: 151936,
  hidden_size: 896,
  intermediate_size: 4864,
  num_hidden_layers: 24,
  num_attention_heads: 14,
  num_key_value_heads: 2,
};
const ROWS = [8, 32, 64];

const { values: flags } = parseArgs({
  options: {
    quantize: { type: 'string', default: 'int8' },
    threads: { type: 'string' },
    contexts: { type: 'string', default: '512,2048' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
    part: { type: 'string' },
    folder: { type: 'string' },
  },
});

interface ImportFigures {
  readonly seconds: number;
  readonly peakMegabytes: number;
  readonly sourceMegabytes: number;
  readonly megabytes: number;
  readonly parameters: number;
}

interface PassFigures {
  readonly context: number;
  readonly rows: number;
  readonly canvasMs: Quantiles;
  readonly fullMs: Quantiles;
  /** Full by canvas, of the medians. */
  readonly ratio: number;
}

interface RunFigures {
  readonly loadMs: number;
  readonly passes: readonly PassFigures[];
  readonly peakMegabytes: number;
}

/** Of this process so far. Linux and macOS report kilobytes through node. */
function peakMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

async function measureImport(folder: string): Promise<ImportFigures> {
  const quantize = flags.quantize as Quantization;
  const { milliseconds, bytes, parameters } = await importFolder(join(folder, 'source'), join(folder, 'model'), {
    quantize,
  });
  return {
    seconds: milliseconds / 1000,
    peakMegabytes: peakMegabytes(),
    sourceMegabytes: Math.round((parameters * 2) / 1e6),
    megabytes: Math.round(bytes / 1e6),
    parameters,
  };
}

async function measureRuns(folder: string): Promise<RunFigures> {
  const contexts = flags.contexts.split(',').map(Number);
  const reach = Math.max(...contexts) / 2;
  const options = { reach, ...(flags.threads && { threads: Number(flags.threads) }) };
  const opened = await openModel(join(folder, 'model'), options);
  const passes: PassFigures[] = [];
  for (const context of contexts) for (const rows of ROWS) passes.push(await measurePass(opened, context, rows));
  await opened.close();
  return { loadMs: opened.loadMs, passes, peakMegabytes: peakMegabytes() };
}

async function measurePass({ model, runner }: OpenedModel, context: number, count: number): Promise<PassFigures> {
  const random = seededRandom(context + count);
  const ids = (length: number) => Array.from({ length }, () => Math.floor(random() * 256));
  const [before, after] = [ids(context / 2), ids(context / 2)];
  const cells = new Array<number>(count).fill(model.specials.mask);
  const rows = cells.map((_, row) => row);
  const request = { before, after, cells, rows };
  await model.predict(request);
  const canvasMs = await timed(() => model.predict(request));
  const all = [...before, ...cells, ...after];
  const past = allocateKeyValues(runner.sizes, 0);
  const question = { rows: rows.map((row) => before.length + row - 1) };
  const fullMs = await timed(() =>
    runner.ask({ ids: all, positions: all.map((_, row) => row), past }, question, [Output.topIds]),
  );
  return { context, rows: count, canvasMs, fullMs, ratio: fullMs.median / canvasMs.median };
}

function timed(run: () => Promise<unknown>): Promise<Quantiles> {
  return quantiles(Number(flags.rounds), run);
}

/** Each part in a process of its own, so that peaks of memory are its own. */
function inChild<T>(part: string, folder: string): T {
  const args = [...process.execArgv, ...process.argv.slice(1), '--part', part, '--folder', folder];
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`the part ${part} failed`);
  return JSON.parse(stdout) as T;
}

function measureAll(): void {
  const folder = mkdtempSync(join(tmpdir(), 'remask-published-'));
  try {
    writeRandomQwen2(join(folder, 'source'), OPEN_DCODER);
    const imported = inChild<ImportFigures>('import', folder);
    const run = inChild<RunFigures>('run', folder);
    report(imported, run);
    if (flags.json)
      writeFileSync(flags.json, JSON.stringify({ quantize: flags.quantize, import: imported, run }, null, 2));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function report(imported: ImportFigures, { loadMs, passes, peakMegabytes: peak }: RunFigures): void {
  const { seconds, megabytes, sourceMegabytes, parameters } = imported;
  const line = (text: string) => process.stdout.write(`${text}\n`);
  line(`${(parameters / 1e6).toFixed(0)} M parameters, ${sourceMegabytes} MB as bf16`);
  line(
    `import to ${flags.quantize}: ${seconds.toFixed(1)} s, ${megabytes} MB, peak memory ${imported.peakMegabytes} MB`,
  );
  line(`load ${loadMs.toFixed(0)} ms; peak memory of running ${peak} MB`);
  for (const { context, rows, canvasMs, fullMs, ratio } of passes) {
    const times = `canvas ${canvasMs.median.toFixed(0)} ms, full ${fullMs.median.toFixed(0)} ms`;
    line(`context ${context}, ${rows} rows: ${times}, ${ratio.toFixed(1)} times cheaper`);
  }
}

async function main(): Promise<void> {
  const { part, folder } = flags;
  if (part === undefined || folder === undefined) return measureAll();
  const figures = part === 'import' ? await measureImport(folder) : await measureRuns(folder);
  process.stdout.write(JSON.stringify(figures));
}

void main();
