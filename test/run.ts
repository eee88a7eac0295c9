/**
 * The test command: runs the stages one after the other and sums them up. `npm test` runs all, `npm test -- NAME…`
 * some. The exit code is 0 only when nothing failed.
 */
import { hostTarget } from '../scripts/package/targets';
import { scriptStage } from './runner/scriptStage';
import { skippedStage } from './runner/skippedStage';
import type { Stage, StageOutcome } from './runner/stage';
import { TRAINING_STAGE } from './runner/trainingStage';
import { vitestStage } from './runner/vitestStage';
import { VSCODE_STAGE } from './runner/vscodeStage';

const BUILD = scriptStage('build', 'build');

/** In order: what fails fastest first. */
const STAGES: readonly Stage[] = [
  BUILD,
  scriptStage('types', 'typecheck'),
  scriptStage('lint', 'lint'),
  scriptStage('arrows', 'arrows'),
  vitestStage('unit', 'vitest.config.ts'),
  TRAINING_STAGE,
  VSCODE_STAGE,
  process.platform === 'win32'
    ? skippedStage('e2e', 'the offline host does not run on Windows')
    : vitestStage('e2e', 'vitest.e2e.config.ts'),
  // Last: it replaces the build under test by the one that ships.
  hostTarget() === undefined || process.platform === 'win32'
    ? skippedStage('package', `the offline host does not run a package for ${process.platform}-${process.arch}`)
    : vitestStage('package', 'vitest.package.config.ts'),
];

interface StageReport extends StageOutcome {
  readonly name: string;
  readonly seconds: number;
}

function chosenStages(names: readonly string[]): readonly Stage[] {
  const known = STAGES.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`No such stage: ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  return names.length === 0 ? STAGES : STAGES.filter(({ name }) => names.includes(name));
}

async function runStage(stage: Stage): Promise<StageReport> {
  console.log(`\n── ${stage.name}`);
  const start = performance.now();
  const outcome = await stage.run().catch((error: unknown) => ({ passed: 0, failed: 1, problem: String(error) }));
  return { ...outcome, name: stage.name, seconds: (performance.now() - start) / 1000 };
}

function summary({ name, passed, failed, skipped, seconds }: StageReport): string {
  const result = failed > 0 ? `${passed} passed, ${failed} failed` : passed > 0 ? `${passed} passed` : 'ok';
  return `${name.padEnd(10)}${seconds.toFixed(1).padStart(6)} s   ${skipped ? `skipped: ${skipped}` : result}`;
}

async function main(): Promise<void> {
  const reports: StageReport[] = [];
  for (const stage of chosenStages(process.argv.slice(2))) {
    const report = await runStage(stage);
    reports.push(report);
    const remark = report.problem ?? report.skipped;
    if (remark) console.log(remark);
    // Everything after it would test an old build.
    if (stage === BUILD && report.failed > 0) break;
  }
  const sum = (count: 'passed' | 'failed'): number => reports.reduce((total, report) => total + report[count], 0);
  console.log(`\n${reports.map(summary).join('\n')}\n`);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
