/** Puts a finished model where it belongs. What stood there goes only then, and comes back if it cannot be done. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';

import { setAside } from './removeModel';
import { renameOnceFree, type RenameTools } from './renameOnceFree';

/** Throws EngineError `busy` if the earlier model is in use; else as `rename` does. */
export async function replaceFolder(finished: string, target: string, tools?: RenameTools): Promise<void> {
  const earlier = existsSync(target) ? await setAside(target) : undefined;
  try {
    await renameOnceFree(finished, target, tools);
  } catch (error) {
    if (earlier !== undefined) await renameOnceFree(earlier, target);
    throw error;
  }
  // What is left of it is cleared by the next import.
  if (earlier !== undefined) await rm(earlier, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}
