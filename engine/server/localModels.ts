/** The models on this machine, opened with the real runtime and their own tokenizer. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MANIFEST_FILE } from '../models/manifest';
import { listModels } from '../models/store';
import { EngineError } from '../protocol/errors';
import { openModel } from '../runtime/openModel';
import { Tokenizer } from '../text/tokenizer';
import type { LoadedModel, LoadOptions, ModelHost } from './modelHost';

export const localModels: ModelHost = {
  list: listModels,

  async load(idOrDirectory: string | undefined, options: LoadOptions): Promise<LoadedModel> {
    const started = performance.now();
    const opened = await openModel(idOrDirectory, options);
    const tokenizer = readTokenizer(opened.tokenizerPath);
    const manifest = readFileSync(join(dirname(opened.tokenizerPath), MANIFEST_FILE));
    return {
      info: opened.info,
      model: opened.model,
      tokenizer,
      sha256: createHash('sha256').update(manifest).digest('hex'),
      loadMs: performance.now() - started,
      close: () => opened.close(),
    };
  },
};

function readTokenizer(path: string): Tokenizer {
  try {
    return new Tokenizer(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw new EngineError('model', `${path} is not a readable tokenizer: install the model again`);
  }
}
