/**
 * Checks the files of a model folder against the hashes of its manifest. Apart from opening a model, because hashing
 * large weights takes longer than loading them.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { EngineError } from '../protocol/errors';
import { MANIFEST_FILE, type ModelFolder } from './manifest';

/** Throws EngineError `model` at the first file whose sha256 differs from the manifest's. */
export async function verifyFolder({ directory, manifest }: ModelFolder): Promise<void> {
  for (const [name, { sha256 }] of Object.entries(manifest.files)) {
    const path = join(directory, name);
    if ((await sha256OfFile(path)) !== sha256) {
      throw new EngineError('model', `${path} differs from what ${MANIFEST_FILE} lists. Copy the model folder again.`);
    }
  }
}

/** Hash of a file's content, in lower-case hexadecimal. */
async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
