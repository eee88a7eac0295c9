/** Deletes imported models and stopped downloads. What is bundled stays. */
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { EngineError } from '../protocol/errors';
import { folderNameOf, isRepositoryId } from './hub/repositoryId';
import { defaultRoots, findModel, type StoreRoots } from './store';
import { removedFolder, stoppedDownloads } from './storeLayout';
import { withLock } from './storeLock';

/** Throws EngineError `input` if nothing of this name can be deleted, `busy` if another process has it in hand. */
export async function removeModel(id: string, roots: StoreRoots = defaultRoots()): Promise<void> {
  const found = findModel(id, roots);
  if (found?.source === 'bundled') throw new EngineError('input', `${id} comes with Remask and cannot be removed.`);
  const downloads = isRepositoryId(id) ? roots.imported.flatMap((root) => stoppedDownloads(root, id)) : [];
  if (!found && downloads.length === 0) {
    throw new EngineError('input', `There is no imported model named ${id}: see remask models for what there is.`);
  }
  await withLock(found?.directory ?? join(roots.imported[0] ?? '.', folderNameOf(id)), async () => {
    for (const { folder } of downloads) await rm(folder, { recursive: true, force: true });
    if (found) await removeFolder(found.directory);
  });
}

/** Out of sight in one step, then file by file: a half-deleted folder never looks like a model. */
async function removeFolder(directory: string): Promise<void> {
  if (existsSync(directory)) await rm(await setAside(directory), { recursive: true, force: true, maxRetries: 3 });
}

/** Gives a model a name under which nothing finds it, and returns that. Throws EngineError `busy` if it is in use. */
export async function setAside(directory: string): Promise<string> {
  const aside = removedFolder(directory);
  try {
    await rename(directory, aside);
    return aside;
  } catch (error) {
    throw new EngineError('busy', `${directory} is in use (${(error as NodeJS.ErrnoException).code}): close what uses it, then try again.`);
  }
}
