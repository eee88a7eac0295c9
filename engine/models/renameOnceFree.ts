/**
 * On Windows a virus scanner or an indexer looks into what was written just now, and meanwhile neither that nor its folder can
 * be renamed. It takes them moments; a download or a conversion took hours.
 */
import { rename } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const HELD: ReadonlySet<string | undefined> = new Set(['EACCES', 'EBUSY', 'EPERM']);
const PAUSES_MS = [50, 100, 200, 400, 800, 1600, 3200];

export interface RenameTools {
  readonly platform: NodeJS.Platform;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly pause: (ms: number) => Promise<unknown>;
}

/** Rejects as `rename` does, on Windows only after some seconds if the reason may pass. */
export async function renameOnceFree(
  from: string,
  to: string,
  { platform, rename: move, pause: wait }: RenameTools = { platform: process.platform, rename, pause },
): Promise<void> {
  for (const ms of platform === 'win32' ? PAUSES_MS : []) {
    try {
      return await move(from, to);
    } catch (error) {
      if (!HELD.has((error as NodeJS.ErrnoException).code)) throw error;
      await wait(ms);
    }
  }
  return move(from, to);
}
