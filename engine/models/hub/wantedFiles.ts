/**
 * Which files of a repository an import needs: configuration, tokenizer, weights as safetensors. Never pickles, never
 * code, never anything in a subfolder.
 */
import { EngineError } from '../../protocol/errors';
import { INDEX_FILE, isPickle, WEIGHTS_FILE, weightsForm } from '../weightFiles';
import type { Listing, RepositoryFile } from './listing';

const NAMES: ReadonlySet<string> = new Set([
  'config.json',
  'generation_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'vocab.json',
  'merges.txt',
  'chat_template.jinja',
]);
const WEIGHTS = /^model(-\d{5}-of-\d{5})?\.safetensors$/;

/** Weights last, so that what is wrong with the rest shows before gigabytes have come. Throws EngineError `model`. */
export function wantedFiles(id: string, { files }: Pick<Listing, 'files'>): readonly RepositoryFile[] {
  const weights = weightsOf(files);
  if (!files.some(({ name }) => name === 'config.json')) throw unusable(id, 'has no config.json');
  if (weights.length === 0) throw withoutWeights(id, files);
  return [...files.filter(({ name }) => NAMES.has(name)), ...weights];
}

export function isWeights({ name }: RepositoryFile): boolean {
  return WEIGHTS.test(name);
}

/** Which shards the index tells is not known yet, so all are wanted that look like one. */
function weightsOf(files: readonly RepositoryFile[]): readonly RepositoryFile[] {
  switch (weightsForm(files.map(({ name }) => name))) {
    case 'file':
      return files.filter(({ name }) => name === WEIGHTS_FILE);
    case 'shards':
      return files.filter((file) => isWeights(file) || file.name === INDEX_FILE);
    case undefined:
      return [];
  }
}

function withoutWeights(id: string, files: readonly RepositoryFile[]): EngineError {
  const pickle = files.find(({ name }) => isPickle(name));
  if (!pickle) return unusable(id, 'has no model.safetensors');
  return unusable(id, `has its weights as pickles only (${pickle.name}), which can run code and are never loaded`);
}

function unusable(id: string, what: string): EngineError {
  return new EngineError('model', `${id} ${what}. Choose a repository with safetensors weights.`);
}
