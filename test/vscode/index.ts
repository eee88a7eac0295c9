/**
 * Entry of the suites that run inside a real extension host. `@vscode/test-electron` and our offline host both call
 * `run()`; the suites beside this file know nothing of who runs them.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { REPORT_VARIABLE } from '../host/reportVariable';
import { fileReporter } from './fileReporter';

/** Generous, because a shared machine may be busy; a hang is what it must catch. */
const TEST_TIMEOUT_MS = 120_000;

export function run(): Promise<void> {
  const report = process.env[REPORT_VARIABLE];
  const grep = process.env['REMASK_TEST_GREP'];
  const mocha = new Mocha({
    ui: 'tdd',
    timeout: TEST_TIMEOUT_MS,
    ...(report ? { reporter: fileReporter(report) } : {}),
    ...(grep ? { grep } : {}),
  });
  const suites = readdirSync(__dirname).filter((file) => file.endsWith('.test.js'));
  for (const suite of suites.sort()) mocha.addFile(join(__dirname, suite));
  return new Promise((resolve, reject) => {
    mocha.run((failures) => (failures > 0 ? reject(new Error(`${failures} tests failed`)) : resolve()));
  });
}
