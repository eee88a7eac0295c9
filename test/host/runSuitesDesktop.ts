/**
 * Runs the suites of test/vscode in a desktop VS Code that `@vscode/test-electron` downloads: for machines with a
 * network and a display (or xvfb).
 */
import { runTests } from '@vscode/test-electron';
import { VSCODE_VERSION } from './hostPaths';
import { createSuiteFiles, judge, type SuiteResult, type SuiteRun } from './suiteRun';

export async function runSuitesDesktop(run: SuiteRun): Promise<SuiteResult> {
  const files = createSuiteFiles();
  try {
    const problem = await runTests({
      version: process.env['REMASK_VSCODE_VERSION'] ?? VSCODE_VERSION,
      extensionDevelopmentPath: run.extensionDevelopmentPath,
      extensionTestsPath: run.extensionTestsPath,
      extensionTestsEnv: files.environment,
      launchArgs: [files.workspace, '--disable-extensions', '--disable-workspace-trust', '--skip-welcome'],
    }).then(
      () => undefined,
      (error: unknown) => String(error),
    );
    files.printNew();
    return judge(files.end(), problem);
  } finally {
    files.remove();
  }
}
