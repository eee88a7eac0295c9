/** A folder for one test file, removed afterwards. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

export function temporaryFolder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'remask-test-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
