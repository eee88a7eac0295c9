/**
 * Quality against passes per token, for each policy, on the bundled model:
 * `npm run bench:policies -- [--count N] [--split test|validation] [--model DIR] [--only a,b] [--seed N] [--write]`.
 * `--count` is per kind of hole. Prints markdown tables; `--write` puts them and a plot into test/bench/results.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { localModels } from '../../engine/server/localModels';
import { holeKinds, infillItems } from './infillItems';
import { arms } from './policyArms';
import { fillAll, summarize } from './policyMeasure';
import { policyPlot } from './policyPlot';
import { armTable, partTable, type Measured } from './policyTables';

const OPTIONS = {
  count: { type: 'string', default: '60' },
  split: { type: 'string', default: 'test' },
  seed: { type: 'string', default: '1' },
  model: { type: 'string' },
  only: { type: 'string' },
  write: { type: 'boolean', default: false },
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ args: process.argv.slice(2), options: OPTIONS });
  const split = values.split === 'validation' ? 'validation' : 'test';
  const tools = await localModels.load(values.model, {});
  const drawn = { split, count: Number(values.count), seed: Number(values.seed) } as const;
  const items = holeKinds.flatMap((kind) => infillItems(tools.tokenizer, { kind, ...drawn }));
  const chosen = arms(values.only?.split(','));
  const fills = await fillAll(tools, items, chosen);
  await tools.close();
  const measured = chosen.map(({ name }, i): Measured => ({ name, fills: fills[i] ?? [] }));
  const of = `${items.length} ${split} holes of 2 to 48 tokens (${drawn.count} per kind) at their true length, ${tools.info.id}`;
  const tables = `${of}.\n\n${armTable(measured)}\n\n${partTable(measured)}\n`;
  console.log(tables);
  if (values.write) write(tables, measured);
}

function write(tables: string, measured: readonly Measured[]): void {
  const folder = join('test', 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const plot = '![Exact match and tokens right against passes per token](policies.svg)';
  const how = 'Written by `npm run bench:policies -- --write`; what each column means: test/bench/policyTables.ts.';
  writeFileSync(join(folder, 'policies.md'), `# Policies\n\n${how}\n\n${tables}\n${plot}\n`);
  const points = measured.map(({ name, fills }) => ({ name, ...summarize(fills) }));
  writeFileSync(join(folder, 'policies.svg'), policyPlot(points));
}

void main();
