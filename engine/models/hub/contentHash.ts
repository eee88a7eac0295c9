/** Hash of a file's content the way the hub names it. */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

import type { RepositoryFile } from './listing';

/** True if the file at `path` is the listed one; only its length is compared where no hash is listed. */
export async function hasContent(path: string, file: RepositoryFile, signal?: AbortSignal): Promise<boolean> {
  if (!file.hash) return true;
  const hash = startHash(file);
  await pipeline(createReadStream(path), hash, signal ? { signal } : {});
  return hash.digest('hex') === file.hash.hex;
}

/** Git hashes a header with the length before the content. */
function startHash({ hash, size }: RepositoryFile): Hash {
  return hash?.kind === 'git-blob' ? createHash('sha1').update(`blob ${size}\0`) : createHash('sha256');
}
