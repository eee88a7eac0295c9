/** One process at a time works on a model: two windows must neither write nor delete the same one. */
import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

import { EngineError } from '../protocol/errors';
import { explainDisk } from './disk';
import { lockPath } from './storeLayout';

/** A lock whose holder has not renewed it for so long belongs to a process that is gone. */
const STALE_MS = 30_000;

/** Throws EngineError `busy` if another process has `target` in hand. */
export async function withLock<T>(target: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(target), { recursive: true }).catch((error: unknown) => {
    throw explainDisk(error, dirname(target)) ?? error;
  });
  const release = await acquire(target);
  try {
    return await work();
  } finally {
    await release().catch(() => undefined);
  }
}

/** Loaded only when it is needed: it takes over Ctrl+C, which then waits until a pass under way has ended. */
async function acquire(target: string): Promise<() => Promise<void>> {
  const { lock } = await import('proper-lockfile');
  try {
    return await lock(target, {
      realpath: false,
      lockfilePath: lockPath(target),
      stale: STALE_MS,
      // A machine that slept may lose its lock. Files are hash-checked and folders renamed whole, so the worst is work
      // done twice.
      onCompromised: () => undefined,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw explainDisk(error, target) ?? error;
    throw new EngineError('busy', `Another window or command is at work on ${basename(target)}: wait for it, then try again.`);
  }
}
