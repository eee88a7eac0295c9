/** Takes over a folder that is a model of ours already: its listed files, with their hashes compared, and nothing else. */
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { confinedFile } from '../models/confined';
import { MANIFEST_FILE, readModelFolder } from '../models/manifest';
import { verifyFolder } from '../models/verify';
import type { ImportProgress } from '../protocol/messages';

export interface CopyWatch {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** Throws EngineError `model` if the folder is broken or a file differs from its hash. */
export async function copyModelFolder(folder: string, to: string, { signal, onProgress }: CopyWatch): Promise<void> {
  const model = readModelFolder(folder);
  const files = Object.entries(model.manifest.files);
  const total = files.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  onProgress?.({ phase: 'verify', done: 0, total });
  await verifyFolder(model);
  await mkdir(to, { recursive: true });
  let done = 0;
  for (const [name, { bytes }] of [...files, [MANIFEST_FILE, { bytes: 0 }] as const]) {
    signal?.throwIfAborted();
    await copyFile(confinedFile(folder, name) ?? join(folder, name), join(to, name));
    onProgress?.({ phase: 'convert', file: name, done: (done += bytes), total });
  }
}
