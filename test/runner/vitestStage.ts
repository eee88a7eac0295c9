/** A stage of Vitest tests, counted from its JSON report. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { runShown } from './runShown';
import type { Stage, StageOutcome } from './stage';

const reportSchema = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });

export function vitestStage(name: string, config: string): Stage {
  return {
    name,
    run: async () => {
      const directory = mkdtempSync(join(tmpdir(), 'remask-vitest-'));
      try {
        return await runVitest(config, join(directory, 'report.json'));
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    },
  };
}

async function runVitest(config: string, report: string): Promise<StageOutcome> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', config, ...reporters];
  const code = await runShown(process.execPath, vitest);
  if (!existsSync(report)) return { passed: 0, failed: 1, note: `vitest ended with exit code ${code}` };
  const { numPassedTests, numFailedTests } = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
  if (code === 0 || numFailedTests > 0) return { passed: numPassedTests, failed: numFailedTests };
  // A file that could not be loaded, or a hook that failed, fails no single test.
  return { passed: numPassedTests, failed: 1, note: 'not all test files ran to their end' };
}
