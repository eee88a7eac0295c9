/**
 * The workspace that `npm start` opens: a copy of the samples under the git-ignored out/, made once, so that what a
 * person writes there stays and the samples in the clone do not change.
 */
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from './repositoryRoot';

export function createPlayground(): string {
  const folder = join(REPOSITORY_ROOT, 'out/workspace');
  if (!existsSync(folder)) cpSync(join(REPOSITORY_ROOT, 'samples/workspace'), folder, { recursive: true });
  return folder;
}
