/**
 * Files of a folder that came from elsewhere: plain files inside it, whatever links the folder holds.
 *
 * A snapshot of the Hugging Face cache consists of links into its repository's folder (`models--owner--name/blobs`); that
 * folder is then the border.
 */
import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';

import { EngineError } from '../protocol/errors';

/** The real path of `name` in `folder`; `undefined` if there is no such file. Throws EngineError `model` if it leads out. */
export function confinedFile(folder: string, name: string): string | undefined {
  const path = join(folder, name);
  const real = tryRealPath(path);
  if (real === undefined) return undefined;
  if (!isInside(borderOf(realpathSync(folder)), real)) {
    throw new EngineError('model', `${path} is a link out of its folder, which Remask does not follow. Copy the file itself there.`);
  }
  if (!statSync(real).isFile()) throw new EngineError('model', `${path} is not a plain file. Copy the model folder again.`);
  return real;
}

function borderOf(folder: string): string {
  const repository = dirname(dirname(folder));
  const isSnapshot = basename(dirname(folder)) === 'snapshots' && basename(repository).startsWith('models--');
  return isSnapshot ? repository : folder;
}

function isInside(border: string, path: string): boolean {
  const way = relative(border, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function tryRealPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new EngineError('model', `${path} cannot be read. Copy the model folder again.`);
  }
}
