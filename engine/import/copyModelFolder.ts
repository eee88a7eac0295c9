/** Takes over a folder that is a model of ours already: its listed files, with their hashes compared, and nothing else. */
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { confinedFile } from '../models/confined';
import { MANIFEST_FILE, readModelFolder } from '../models/manifest';
import { verifyFolder } from '../models/verify';
import { EngineError } from '../protocol/errors';
import type { ImportProgress, Quantization } from '../protocol/messages';

export interface CopyOptions {
  /** Refused: the weights are kept as they are. */
  readonly quantize?: Quantization;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/**
 * Throws EngineError `model` if the folder is broken, a file differs from its hash, or those that are listed are no whole
 * model; `input` if it is to be quantized.
 */
export async function copyModelFolder(folder: string, to: string, options: CopyOptions): Promise<void> {
  const { quantize, signal, onProgress } = options;
  if (quantize !== undefined) {
    throw new EngineError('input', `${folder} is a model of Remask already and stays as it is: leave out --quantize.`);
  }
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
  requireComplete(to, folder);
}

/** The copy has only what the manifest lists; the folder may hold more, and need it. */
function requireComplete(copy: string, folder: string): void {
  try {
    readModelFolder(copy);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const list = join(folder, MANIFEST_FILE);
    throw new EngineError(
      'model',
      `${list} does not list all files of the model. In a copy of those listed, ${error.message}`,
    );
  }
}
