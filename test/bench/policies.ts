/**
 * Quality against passes per token, for each policy, on the bundled model:
 * `npm run bench:policies -- [--count N] [--model DIR] [--only a,b] [--write]`. Every hole has its true length, so that
 * only the choice of cells differs. Prints a markdown table; `--write` puts table and plot into test/bench/results.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { infill } from '../../engine/decode/infill';
import { policyNames } from '../../engine/decode/policies';
import type { DecodeOptions, PolicyName } from '../../engine/protocol/messages';
import { localModels } from '../../engine/server/localModels';
import type { LoadedModel } from '../../engine/server/modelHost';
import { infillItems, type InfillItem } from './infillItems';
import { policyPlot, type PolicyPoint } from './policyPlot';

const LENGTHS = [4, 8, 16];
/** Published loops that sample do so at temperature 1. */
const SAMPLED = /^(ancestral|remdm|dream-origin)/;

interface Setup {
  readonly name: string;
  readonly options: (tokens: number) => DecodeOptions;
}

function setups(only: readonly string[] | undefined): Setup[] {
  const all: Setup[] = [
    { name: 'one token per pass', options: (tokens) => ({ policy: 'steps', passes: tokens }) },
    ...policyNames.map((policy) => ({ name: policy, options: () => optionsOf(policy) })),
  ];
  return only ? all.filter(({ name }) => only.includes(name)) : all;
}

const optionsOf = (policy: PolicyName): DecodeOptions => ({ policy, temperature: SAMPLED.test(policy) ? 1 : 0 });

async function measure(
  tools: LoadedModel,
  items: readonly InfillItem[],
  { name, options }: Setup,
): Promise<PolicyPoint> {
  let [exact, passes, tokens, right] = [0, 0, 0, 0];
  const started = performance.now();
  for (const { text, start, end, tokens: length } of items) {
    const hole = { span: { start, end }, length, keepsLength: true };
    const result = await infill(tools, { text, holes: [hole], options: options(length) });
    const wanted = tools.tokenizer
      .encode(text.slice(start, end))
      .map((token) => text.slice(start + token.start, start + token.end));
    const got = result.holes[0]?.cells.map((cell) => cell.text) ?? [];
    exact += result.holes[0]?.text === text.slice(start, end) ? 1 : 0;
    right += wanted.filter((token, i) => token === got[i]).length;
    passes += result.passes;
    tokens += length;
  }
  const ms = (performance.now() - started) / items.length;
  return { name, exact: exact / items.length, right: right / tokens, passesPerToken: passes / tokens, ms };
}

function table(points: readonly PolicyPoint[]): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return [
    '| policy | exact match | tokens right | passes per token | ms per hole |',
    '| --- | --- | --- | --- | --- |',
    ...points.map(
      ({ name, exact, right, passesPerToken, ms }) =>
        `| ${name} | ${percent(exact)} | ${percent(right)} | ${passesPerToken.toFixed(2)} | ${ms.toFixed(0)} |`,
    ),
  ].join('\n');
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(2),
    options: {
      count: { type: 'string', default: '120' },
      model: { type: 'string' },
      only: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  });
  const tools = await localModels.load(values.model, {});
  const count = Math.ceil(Number(values.count) / LENGTHS.length);
  const items = LENGTHS.flatMap((tokens) => infillItems(tools.tokenizer, { count, tokens }));
  const points: PolicyPoint[] = [];
  for (const setup of setups(values.only?.split(','))) {
    points.push(await measure(tools, items, setup));
    console.error(setup.name);
  }
  await tools.close();
  const about = `${items.length} holes of ${LENGTHS.join(', ')} tokens at their true length, ${tools.info.id}`;
  console.log(`${about}\n\n${table(points)}`);
  if (!values.write) return;
  const folder = join('test', 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'policies.md'),
    `# Policies\n\n${about}.\n\n${table(points)}\n\n![Exact match against passes per token](policies.svg)\n`,
  );
  writeFileSync(join(folder, 'policies.svg'), policyPlot(points));
}

void main();
