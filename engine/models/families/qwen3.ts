/**
 * Qwen3 bodies turned into diffusion models: a2d-qwen3 (ZHZisZZ/dllm), CoDA (SalesforceAIResearch/CoDA), SDAR and TraDo
 * (JetAstra/SDAR, Gen-Verse/dLLM-RL).
 */
import { blockSize } from './blockSize';
import type { Family } from './family';
import { readQwen } from './qwenBody';

export const a2dQwen3: Family = {
  name: 'a2d-qwen3',
  accepts: ({ config }) => config['model_type'] === 'a2d-qwen3',
  read: (folder) => readQwen(folder, { generation: 3, attention: blockSize(folder), alignment: 'same' }),
};

export const coda: Family = {
  name: 'CoDA',
  accepts: ({ config }) => config['model_type'] === 'CoDA',
  read: (folder) =>
    readQwen(folder, { generation: 3, attention: { kind: 'bidirectional' }, alignment: 'shifted' }),
};

/** Blocks of four, left to right. */
export const sdar: Family = {
  name: 'sdar',
  accepts: ({ config }) => config['model_type'] === 'sdar',
  read: (folder) => readQwen(folder, { generation: 3, attention: blockSize(folder, 4), alignment: 'same' }),
};
