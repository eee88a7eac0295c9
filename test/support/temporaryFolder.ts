/** A folder for one test, or, asked for outside of one, for one test file; removed afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { getCurrentTest } from 'vitest/suite';

export function temporaryFolder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'remask-test-'));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  if (getCurrentTest()) onTestFinished(remove);
  else afterAll(remove);
  return directory;
}
