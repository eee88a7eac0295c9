/**
 * The models on this machine, run on the caller's own thread: for the command line, which has nothing else to do
 * meanwhile, and for models whose runs are short (`engineModels.ts`).
 */
import { listModels } from '../models/store';
import { openModel } from '../runtime/openModel';
import { readModelFiles } from './modelFiles';
import type { LoadedModel, LoadOptions, ModelHost } from './modelHost';

export const localModels: ModelHost = {
  list: listModels,

  async load(idOrDirectory: string | undefined, options: LoadOptions): Promise<LoadedModel> {
    const started = performance.now();
    const { info, model, close } = await openModel(idOrDirectory, options);
    const files = readModelFiles(info.directory);
    return { info, model, ...files, loadMs: performance.now() - started, close };
  },
};
