/**
 * Runs the suites of test/vscode in a real extension host: the offline host on Linux, a downloaded desktop VS Code
 * elsewhere or where `REMASK_VSCODE=desktop` asks for it.
 */
import { bundleSuites, SUITES_ENTRY } from './bundleSuites';
import { extensionUnderTest } from './extensionUnderTest';
import { runSuitesDesktop } from './runSuitesDesktop';
import { runSuitesOffline } from './runSuitesOffline';
import type { SuiteResult } from './suiteRun';

const TIMEOUT_MS = 300_000;

export async function runSuites(): Promise<SuiteResult> {
  await bundleSuites();
  const desktop = process.env['REMASK_VSCODE'] === 'desktop' || process.platform !== 'linux';
  const run = {
    extensionDevelopmentPath: extensionUnderTest(),
    extensionTestsPath: SUITES_ENTRY,
    timeout: TIMEOUT_MS,
  };
  return desktop ? runSuitesDesktop(run) : runSuitesOffline(run);
}
