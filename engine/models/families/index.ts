/** The families that an import understands. A new one: a file here, and its name in this list. */
import { EngineError } from '../../protocol/errors';
import type { PublishedFolder } from '../publishedFolder';
import type { Family } from './family';
import { bd3lm, mdlm } from './dit';
import { dream } from './dream';
import { gemma } from './gemma';
import { llada } from './llada';
import { llada2 } from './llada2';
import { lladaMoe } from './lladaMoe';
import { a2dQwen2, fastDllm2, qwen2 } from './qwen2';
import { a2dQwen3, coda, sdar } from './qwen3';

const FAMILIES: readonly Family[] = [
  qwen2,
  a2dQwen2,
  fastDllm2,
  dream,
  a2dQwen3,
  coda,
  sdar,
  llada,
  lladaMoe,
  llada2,
  mdlm,
  bd3lm,
  gemma,
];

export const familyNames: readonly string[] = FAMILIES.map(({ name }) => name);

/** Throws EngineError `model` for a config.json that no family answers for. */
export function familyOf(folder: PublishedFolder): Family {
  const family = FAMILIES.find(({ accepts }) => accepts(folder));
  if (family) return family;
  const type = JSON.stringify(folder.config['model_type'] ?? null);
  throw new EngineError(
    'model',
    `${folder.directory}/config.json: model_type ${type} is no family that this version imports. It knows: ${familyNames.join(', ')}.`,
  );
}
