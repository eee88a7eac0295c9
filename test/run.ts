/**
 * The test command: runs the stages group by group and sums them up. `npm test` runs all, `npm test -- NAME…` some. The
 * exit code is 0 only when nothing failed.
 */
import { hostTarget } from '../scripts/package/targets';
import { scriptStage } from './runner/scriptStage';
import { skippedStage } from './runner/skippedStage';
import type { Output } from './runner/runShown';
import type { Stage, StageOutcome } from './runner/stage';
import { TRAINING_STAGE } from './runner/trainingStage';
import { vitestStage } from './runner/vitestStage';
import { VSCODE_STAGE } from './runner/vscodeStage';

const BUILD = scriptStage('build', 'build');

const E2E =
  process.platform === 'win32'
    ? skippedStage('e2e', 'the offline host does not run on Windows')
    : vitestStage('e2e', 'vitest.e2e.config.ts');

const PACKAGE =
  hostTarget() === undefined || process.platform === 'win32'
    ? skippedStage('package', `the offline host does not run a package for ${process.platform}-${process.arch}`)
    : vitestStage('package', 'vitest.package.config.ts');

const UNIT = vitestStage('unit', 'vitest.config.ts');
const CHECKS = [scriptStage('types', 'typecheck'), scriptStage('lint', 'lint'), scriptStage('arrows', 'arrows')];

/** Stages that run one after the other. */
type Lane = readonly Stage[];

/** In order: what fails fastest first. The lanes of a group leave cores free for each other, and run at the same time. */
const GROUPS: readonly (readonly Lane[])[] = [
  [[BUILD]],
  // Checks keep one core busy; the suites wait for VS Code a good part of their time, as it does for them.
  [
    [...CHECKS, UNIT],
    [TRAINING_STAGE, VSCODE_STAGE],
  ],
  [[E2E]],
  // Last: it replaces the build under test by the one that ships.
  [[PACKAGE]],
];

interface StageReport extends StageOutcome {
  readonly name: string;
  readonly seconds: number;
}

function chosenGroups(names: readonly string[]): readonly (readonly Lane[])[] {
  const known = GROUPS.flat(2).map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`No such stage: ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  if (names.length === 0) return GROUPS;
  const chosen = (lane: Lane): Lane => lane.filter(({ name }) => names.includes(name));
  return GROUPS.map((group) => group.map(chosen).filter(({ length }) => length > 0)).filter(({ length }) => length > 0);
}

async function runStage(stage: Stage, output: Output): Promise<StageReport> {
  const start = performance.now();
  const outcome = await stage.run(output).catch((error: unknown) => ({ passed: 0, failed: 1, problem: String(error) }));
  return { ...outcome, name: stage.name, seconds: (performance.now() - start) / 1000 };
}

async function runLane(lane: Lane, output: Output): Promise<readonly StageReport[]> {
  const reports: StageReport[] = [];
  for (const stage of lane) reports.push(await runStage(stage, output));
  return reports;
}

async function runGroup(group: readonly Lane[]): Promise<readonly StageReport[]> {
  console.log(`\n── ${group.map((lane) => lane.map(({ name }) => name).join(', ')).join(' | ')}`);
  const lanes = await Promise.all(group.map((lane) => runLane(lane, group.length > 1 ? 'atEnd' : 'live')));
  return lanes.flat();
}

function summary({ name, passed, failed, skipped, seconds }: StageReport): string {
  const result = failed > 0 ? `${passed} passed, ${failed} failed` : passed > 0 ? `${passed} passed` : 'ok';
  return `${name.padEnd(10)}${seconds.toFixed(1).padStart(6)} s   ${skipped ? `skipped: ${skipped}` : result}`;
}

async function main(): Promise<void> {
  const reports: StageReport[] = [];
  for (const group of chosenGroups(process.argv.slice(2))) {
    const results = await runGroup(group);
    reports.push(...results);
    for (const { problem, skipped } of results) if (problem || skipped) console.log(problem ?? skipped);
    // Everything after it would test an old build.
    if (group.flat().includes(BUILD) && results.some(({ failed }) => failed > 0)) break;
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
