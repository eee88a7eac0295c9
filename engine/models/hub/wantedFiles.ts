/**
 * Which files of a repository an import needs: configuration, tokenizer, weights as safetensors. Never pickles, never
 * code, never anything in a subfolder.
 */
import { EngineError } from '../../protocol/errors';
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
const INDEX = 'model.safetensors.index.json';
const PICKLE = /\.(bin|pt|pth|pkl|ckpt)$/;

/** Weights last, so that what is wrong with the rest shows before gigabytes have come. Throws EngineError `model`. */
export function wantedFiles(id: string, { files }: Pick<Listing, 'files'>): readonly RepositoryFile[] {
  const weights = weightFiles(files);
  if (!files.some(({ name }) => name === 'config.json')) throw unusable(id, 'has no config.json');
  if (weights.length === 0) throw withoutWeights(id, files);
  return [...files.filter(({ name }) => NAMES.has(name)), ...weights];
}

export function isWeights({ name }: RepositoryFile): boolean {
  return WEIGHTS.test(name);
}

/** Sharded weights come with an index; a repository with both forms is read as one file. */
function weightFiles(files: readonly RepositoryFile[]): readonly RepositoryFile[] {
  const single = files.filter(({ name }) => name === 'model.safetensors');
  if (single.length > 0 || !files.some(({ name }) => name === INDEX)) return single;
  return files.filter(({ name }) => WEIGHTS.test(name) || name === INDEX);
}

function withoutWeights(id: string, files: readonly RepositoryFile[]): EngineError {
  const pickle = files.find(({ name }) => PICKLE.test(name));
  if (!pickle) return unusable(id, 'has no model.safetensors');
  return unusable(id, `has its weights as pickles only (${pickle.name}), which can run code and are never loaded`);
}

function unusable(id: string, what: string): EngineError {
  return new EngineError('model', `${id} ${what}. Choose a repository with safetensors weights.`);
}
