/** Room on a disk: asked before gigabytes are written, and explained when it ends all the same. */
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

import { EngineError } from '../protocol/errors';
import { gigabytes } from './memory';

/** Left free for everything else on the disk. */
const MARGIN_BYTES = 200e6;

export type FreeBytes = (folder: string) => Promise<number>;

/** Bytes that this user can write to the disk of a folder, which need not exist yet. */
async function freeBytes(folder: string): Promise<number> {
  let existing = folder;
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  const { bavail, bsize } = await statfs(existing);
  return bavail * bsize;
}

/** Throws EngineError `space` if writing `needed` bytes there would fill the disk. */
export async function requireSpace(folder: string, needed: number, free: FreeBytes = freeBytes): Promise<void> {
  const available = await free(folder);
  if (available >= needed + MARGIN_BYTES) return;
  throw new EngineError(
    'space',
    `The import needs ${gigabytes(needed + MARGIN_BYTES)} on the disk of ${folder}, which has ${gigabytes(available)} left: ` +
      'make room there, or choose another folder (REMASK_MODELS).',
  );
}

/** The EngineError for a failed write if the disk was the reason; `undefined` for any other failure. */
export function explainDisk(error: unknown, path: string): EngineError | undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new EngineError('space', `The disk is full, ${path} could not be written: make room, then import again to go on.`);
  }
  if (code === 'EBUSY') {
    return new EngineError('busy', `${path} is in use by another program: close that, then import again to go on.`);
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR') {
    return new EngineError('space', `${path} cannot be written (${code}): choose a folder that you may write to (REMASK_MODELS).`);
  }
  return undefined;
}
