/**
 * Which files hold a model's weights, in a folder as in a repository: one file where there is one, whatever index lies beside
 * it, since both forms are published together and an index is left behind easily; else the shards that the index tells.
 */
import { readdirSync } from 'node:fs';
import { z } from 'zod';

import { EngineError } from '../protocol/errors';
import { readJson } from './jsonFile';

export const WEIGHTS_FILE = 'model.safetensors';
export const INDEX_FILE = 'model.safetensors.index.json';

const indexSchema = z.object({ weight_map: z.record(z.string(), z.string().regex(/^[^/\\]+\.safetensors$/)) });

/** `undefined` if there are no weights as safetensors. */
export function weightsForm(names: readonly string[]): 'file' | 'shards' | undefined {
  if (names.includes(WEIGHTS_FILE)) return 'file';
  return names.includes(INDEX_FILE) ? 'shards' : undefined;
}

/** Weights that are never opened: a pickle can run code. */
export function isPickle(name: string): boolean {
  return /\.(bin|pt|pth|pkl|ckpt)$/.test(name);
}

/** Names of a folder's weight files. Throws EngineError `model` if there are none, or their index is broken. */
export function weightFiles(directory: string): readonly string[] {
  const names = readdirSync(directory);
  const form = weightsForm(names);
  if (form === 'file') return [WEIGHTS_FILE];
  if (form === 'shards') {
    return [...new Set(Object.values(readJson(directory, INDEX_FILE, indexSchema).weight_map))].sort();
  }
  if (names.some(isPickle)) {
    throw new EngineError(
      'model',
      `${directory} holds weights as pickles only, which can run code and are never opened. Convert them to safetensors.`,
    );
  }
  throw new EngineError('model', `${directory} has no ${WEIGHTS_FILE} and no ${INDEX_FILE}: it is not a complete model.`);
}
