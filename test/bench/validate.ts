/** `npm run bench:validate [-- MODEL]`: prints what validate-and-remask mends, case by case, and writes test/artifacts/bench-validate.json. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ARTIFACTS } from '../host/artifacts';
import { type CaseFigures, measureValidate } from './validate/measure';

async function benchValidate(model?: string): Promise<void> {
  const figures = await measureValidate(model);
  const mark = (fixed: boolean): string => (fixed ? 'fixed' : '-').padEnd(7);
  console.log(
    `\n${figures.model}: planted mistakes mended within ${figures.rounds} rounds (spans; whole hole from scratch)`,
  );
  for (const { name, spans, scratch } of figures.cases) {
    console.log(`  ${name.padEnd(40)}${mark(spans.fixed)}${mark(scratch.fixed)}${JSON.stringify(spans.text)}`);
  }
  for (const language of ['typescript', 'json']) {
    printShares(
      language,
      figures.cases.filter(({ languageId }) => languageId === language),
    );
  }
  printShares('all', figures.cases);
  mkdirSync(ARTIFACTS, { recursive: true });
  writeFileSync(join(ARTIFACTS, 'bench-validate.json'), JSON.stringify(figures, undefined, 2));
}

function printShares(name: string, cases: readonly CaseFigures[]): void {
  const share = (count: number): string => `${count}/${cases.length} (${Math.round((100 * count) / cases.length)} %)`;
  const mean = (values: readonly number[]): string =>
    `${Math.round(values.reduce((sum, value) => sum + value, 0) / values.length)} ms`;
  const spans = cases.filter((each) => each.spans.fixed).length;
  const restored = cases.filter((each) => each.spans.restored).length;
  const scratch = cases.filter((each) => each.scratch.fixed).length;
  const times = `${mean(cases.map(({ ms }) => ms.spans))} and ${mean(cases.map(({ ms }) => ms.scratch))} a case`;
  console.log(
    `  ${name.padEnd(12)} spans ${share(spans)}, ${restored} of them as it was, from scratch ${share(scratch)}; ${times}`,
  );
}

void benchValidate(process.argv[2]);
