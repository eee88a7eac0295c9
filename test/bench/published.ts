/**
 * A published model at its real size: a folder of random weights in the shape of Open-dCoder 0.5 B (or, with `--layers`
 * and so on, of another Qwen2 body) is written, imported and run. Figures: time, peak memory and size of the import;
 * milliseconds per canvas pass by rows and context beside a full pass over the same rows; peak memory of running.
 *
 *     npx tsx test/bench/published.ts [--quantize int8] [--threads N] [--contexts 512,2048] [--json FILE]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { seededRandom } from '../../engine/decode/random';
import { infill } from '../../engine/decode/infill';
import { Output } from '../../engine/graph/signature';
import { importFolder } from '../../engine/import/importFolder';
import type { Quantization } from '../../engine/protocol/messages';
import { allocateKeyValues } from '../../engine/runtime/keyValues';
import { openModel, type OpenedModel } from '../../engine/runtime/openModel';
import { Tokenizer } from '../../engine/text/tokenizer';
import { engineEnvironment } from '../../extension/engine/environment';
import { measurePeak } from './support/peak';
import { quantiles, type Quantiles } from './support/quantiles';
import { writeRandomQwen2, type QwenSizes } from './support/randomQwen2';
import { passOperations } from './support/work';

const OPEN_DCODER: QwenSizes = {
  vocab_size: 151936,
  hidden_size: 896,
  intermediate_size: 4864,
  num_hidden_layers: 24,
  num_attention_heads: 14,
  num_key_value_heads: 2,
};
const BODY = {
  layers: OPEN_DCODER.num_hidden_layers,
  hidden: OPEN_DCODER.hidden_size,
  intermediate: OPEN_DCODER.intermediate_size,
  heads: OPEN_DCODER.num_attention_heads,
  kvHeads: OPEN_DCODER.num_key_value_heads,
  headDim: OPEN_DCODER.hidden_size / OPEN_DCODER.num_attention_heads,
  vocabulary: OPEN_DCODER.vocab_size,
};
const ROWS = [8, 16, 32, 64];
/** The whole infill: rows of its canvas, and passes. */
const [CELLS, PASSES] = [32, 8];

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

export interface ImportFigures {
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
  /** Of the best passes, beside one large product in the same process. */
  readonly shareOfPeak: number;
}

interface InfillFigures {
  readonly context: number;
  readonly cells: number;
  readonly passes: number;
  readonly warmMs: number;
  /** Four characters typed at the hole before it. */
  readonly typedMs: number;
  /** The context read at once, nothing known. */
  readonly refreshMs: number;
}

export interface RunFigures {
  readonly loadMs: number;
  readonly passes: readonly PassFigures[];
  readonly infills: readonly InfillFigures[];
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
  const peak = await measurePeak(flags.quantize as Quantization, options.threads);
  const passes: PassFigures[] = [];
  const infills: InfillFigures[] = [];
  for (const context of contexts) {
    infills.push(await measureInfill(opened, context));
    for (const rows of ROWS) passes.push(await measurePass(opened, context, { count: rows, peak }));
  }
  await opened.close();
  return { loadMs: opened.loadMs, passes, infills, peakMegabytes: peakMegabytes() };
}

/** A word of text is a byte here: what is measured does not depend on what it says. */
async function measureInfill({ model, tokenizerPath }: OpenedModel, context: number): Promise<InfillFigures> {
  const tokenizer = new Tokenizer(JSON.parse(readFileSync(tokenizerPath, 'utf8')));
  const random = seededRandom(context);
  const letters = (length: number) =>
    Array.from({ length }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('');
  let before = letters(context / 2);
  const after = letters(context / 2);
  const run = async (): Promise<number> => {
    const started = performance.now();
    const hole = { span: { start: before.length, end: before.length }, length: CELLS, keepsLength: true };
    const options = { policy: 'steps', passes: PASSES } as const;
    await infill({ model, tokenizer }, { text: before + after, holes: [hole], options });
    return performance.now() - started;
  };
  const warm = (ids: readonly number[]) => model.warm({ before: ids, after: tokenizer.ids(after) });
  const started = performance.now();
  await warm(tokenizer.ids(before));
  const refreshMs = performance.now() - started;
  const warmMs = await run();
  before = `${before} x=y`;
  const typedMs = await run();
  return { context, cells: CELLS, passes: PASSES, warmMs, typedMs, refreshMs };
}

async function measurePass(
  { model, runner }: OpenedModel,
  context: number,
  { count, peak }: { readonly count: number; readonly peak: number },
): Promise<PassFigures> {
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
  const shareOfPeak = passOperations(BODY, count, context) / (canvasMs.best / 1000) / peak;
  return { context, rows: count, canvasMs, fullMs, ratio: fullMs.median / canvasMs.median, shareOfPeak };
}

function timed(run: () => Promise<unknown>): Promise<Quantiles> {
  return quantiles(Number(flags.rounds), run);
}

/** Each part in a process of its own, so that peaks of memory are its own. */
function inChild<T>(part: string, folder: string): T {
  const args = [...process.execArgv, ...process.argv.slice(1), '--part', part, '--folder', folder];
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: engineEnvironment(process.env),
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

function report(imported: ImportFigures, { loadMs, passes, infills, peakMegabytes: peak }: RunFigures): void {
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
  for (const { context, cells, passes: count, warmMs, typedMs } of infills) {
    const waits = `${warmMs.toFixed(0)} ms warm, ${typedMs.toFixed(0)} ms after typing`;
    line(`context ${context}, ${cells} tokens in ${count} passes: ${waits}`);
  }
}

async function main(): Promise<void> {
  const { part, folder } = flags;
  if (part === undefined || folder === undefined) return measureAll();
  const figures = part === 'import' ? await measureImport(folder) : await measureRuns(folder);
  process.stdout.write(JSON.stringify(figures));
}

void main();
