/**
 * Qwen2 bodies turned into diffusion models: Open-dCoder (pengzhangzhi/Open-dLLM) and CDLM (zhangshuibai/CDLM), published
 * under the model type of Qwen2 itself; a2d-qwen2 (ZHZisZZ/dllm); Fast-dLLM v2 (NVlabs/Fast-dLLM).
 */
import type { PublishedFolder } from '../publishedFolder';
import type { Family } from './family';
import { blockSize } from './blockSize';
import { readQwen } from './qwenBody';

const typeOf = ({ config }: PublishedFolder): unknown => config['model_type'];

/** The rows stayed where autoregression had them: each predicts its successor. */
export const qwen2: Family = {
  name: 'qwen2',
  accepts: (folder) => typeOf(folder) === 'qwen2',
  read: (folder) =>
    readQwen(folder, { generation: 2, attention: { kind: 'bidirectional' }, alignment: 'shifted' }),
};

export const a2dQwen2: Family = {
  name: 'a2d-qwen2',
  accepts: (folder) => typeOf(folder) === 'a2d-qwen2',
  read: (folder) => readQwen(folder, { generation: 2, attention: blockSize(folder), alignment: 'same' }),
};

/** Blocks of 32 (`bd_size`); a block's first token is predicted by the last row of the block before. */
export const fastDllm2: Family = {
  name: 'fast-dllm-v2',
  accepts: (folder) => /^fast_dllm/i.test(String(typeOf(folder))),
  read: (folder) => readQwen(folder, { generation: 2, attention: blockSize(folder, 32), alignment: 'shifted' }),
};
