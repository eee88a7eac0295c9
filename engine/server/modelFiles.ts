/** What the engine reads of a model folder itself, whoever runs the model: its tokenizer, and the hash that names it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST_FILE, TOKENIZER_FILE } from '../models/manifest';
import { EngineError } from '../protocol/errors';
import { Tokenizer } from '../text/tokenizer';

export interface ModelFiles {
  readonly tokenizer: Tokenizer;
  /** Hash of the manifest, which holds the hashes of the folder's files. */
  readonly sha256: string;
}

/** Throws EngineError `model` if the tokenizer is not one. */
export function readModelFiles(directory: string): ModelFiles {
  return {
    tokenizer: readTokenizer(join(directory, TOKENIZER_FILE)),
    sha256: createHash('sha256')
      .update(readFileSync(join(directory, MANIFEST_FILE)))
      .digest('hex'),
  };
}

function readTokenizer(path: string): Tokenizer {
  try {
    return new Tokenizer(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw new EngineError('model', `${path} is not a readable tokenizer: install the model again`);
  }
}
