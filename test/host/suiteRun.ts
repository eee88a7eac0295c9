/**
 * What it takes to run the suites of test/vscode in an extension host, and what comes out; the two hosts
 * (runSuitesOffline.ts, runSuitesDesktop.ts) share it.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPORT_VARIABLE } from './reportVariable';
import { REPOSITORY_ROOT } from './repositoryRoot';
import { formatReportLine, readSuiteReport, type SuiteEnd } from './suiteReport';

export interface SuiteRun {
  readonly extensionDevelopmentPath: string;
  readonly extensionTestsPath: string;
  /** Milliseconds until a run without an end counts as hung. */
  readonly timeout: number;
}

export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  /** Why the run itself failed, when it is more than failing tests. */
  readonly problem?: string;
}

/** The files of one run: a copy of the sample workspace to work in, and the report. */
export interface SuiteFiles {
  readonly workspace: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Prints the results that came in since the last call. */
  printNew(): void;
  /** The closing line of the report, when the suites ran to their end. */
  end(): SuiteEnd | undefined;
  remove(): void;
}

export function createSuiteFiles(): SuiteFiles {
  const directory = mkdtempSync(join(tmpdir(), 'remask-suites-'));
  const workspace = join(directory, 'workspace');
  const report = join(directory, 'report.ndjson');
  cpSync(join(REPOSITORY_ROOT, 'samples/workspace'), workspace, { recursive: true });
  writeFileSync(report, '');
  let printed = 0;
  return {
    workspace,
    environment: { [REPORT_VARIABLE]: report },
    printNew: () => {
      const lines = readSuiteReport(report);
      for (const line of lines.slice(printed)) console.log(formatReportLine(line));
      printed = lines.length;
    },
    end: () => readSuiteReport(report).find((line): line is SuiteEnd => line.type === 'end'),
    remove: () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Judges a run: without the report's end, or without a single test in it, nothing has been shown. */
export function judge(end: SuiteEnd | undefined, problem: string | undefined): SuiteResult {
  if (!end) return { passed: 0, failed: 1, problem: problem ?? 'the suites did not run to their end' };
  if (end.passed + end.failed === 0) return { passed: 0, failed: 1, problem: 'not a single test ran' };
  if (problem && end.failed === 0) return { passed: end.passed, failed: 1, problem };
  return { passed: end.passed, failed: end.failed };
}
