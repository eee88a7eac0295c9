/**
 * A Mocha reporter that appends each result to a file as it comes, for the runner outside the extension host.
 */
import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';
import type { SuiteReportLine } from '../host/suiteReport';

const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_RUN_END } = Mocha.Runner.constants;

export function fileReporter(path: string): typeof Mocha.reporters.Base {
  const write = (line: SuiteReportLine): void => appendFileSync(path, JSON.stringify(line) + '\n');
  return class FileReporter extends Mocha.reporters.Base {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
      super(runner, options);
      runner.on(EVENT_TEST_PASS, (test) => write({ type: 'pass', ...described(test) }));
      runner.on(EVENT_TEST_PENDING, (test) => write({ type: 'pending', ...described(test) }));
      runner.on(EVENT_TEST_FAIL, (test, error: Error) =>
        write({ type: 'fail', ...described(test), error: error.stack ?? error.message }),
      );
      runner.on(EVENT_RUN_END, () => {
        const { passes, failures, pending } = this.stats;
        write({ type: 'end', passed: passes, failed: failures, pending });
      });
    }
  };
}

function described(test: Mocha.Test): { readonly title: string; readonly duration: number } {
  return { title: test.titlePath().join(' › '), duration: test.duration ?? 0 };
}
