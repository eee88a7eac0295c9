/** A stage of Vitest tests, counted from its JSON report. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { runShown, type Output } from './runShown';
import type { Stage, StageOutcome } from './stage';
import { withTemporaryFolder } from './temporaryFolder';

const reportSchema = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });

export function vitestStage(name: string, config: string): Stage {
  return {
    name,
    run: (output) => withTemporaryFolder((folder) => runVitest(config, join(folder, 'report.json'), output)),
  };
}

async function runVitest(config: string, report: string, output: Output): Promise<StageOutcome> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', config, ...reporters];
  const code = await runShown(process.execPath, vitest, output);
  if (!existsSync(report)) return { passed: 0, failed: 1, problem: `vitest ended with exit code ${code}` };
  const { numPassedTests, numFailedTests } = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
  if (code === 0 || numFailedTests > 0) return { passed: numPassedTests, failed: numFailedTests };
  // A file that could not be loaded, or a hook that failed, fails no single test.
  return { passed: numPassedTests, failed: 1, problem: 'not all test files ran to their end' };
}
