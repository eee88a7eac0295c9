/**
 * Screenshots that a run leaves behind for people to look at, in the git-ignored test/artifacts.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { REPOSITORY_ROOT } from './repositoryRoot';

export const ARTIFACTS = join(REPOSITORY_ROOT, 'test/artifacts');

/** Resolves to the picture's path. A page that can no longer be pictured must not hide why the run failed. */
export async function keepScreenshot(page: Page, name: string): Promise<string | undefined> {
  mkdirSync(ARTIFACTS, { recursive: true });
  const path = join(ARTIFACTS, `${name}.png`);
  return page.screenshot({ path }).then(
    () => path,
    () => undefined,
  );
}
