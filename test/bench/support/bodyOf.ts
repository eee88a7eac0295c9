/** Sizes of a model's body, as far as arithmetic is concerned. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveModel } from '../../../engine/models/store';
import type { Quantization } from '../../../engine/protocol/messages';
import type { BodySizes } from './work';

/** Fields of a config.json that all families name alike. */
interface Config {
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly intermediate_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly num_key_value_heads: number;
  readonly head_dim?: number;
}

export function bodyOf(model?: string): { readonly sizes: BodySizes; readonly quantization: Quantization } {
  const { folder } = resolveModel(model);
  const c = JSON.parse(readFileSync(join(folder.directory, 'config.json'), 'utf8')) as Config;
  return {
    quantization: folder.kind === 'imported' ? folder.manifest.quantization : 'none',
    sizes: {
      layers: c.num_hidden_layers,
      hidden: c.hidden_size,
      intermediate: c.intermediate_size,
      heads: c.num_attention_heads,
      kvHeads: c.num_key_value_heads,
      headDim: c.head_dim ?? c.hidden_size / c.num_attention_heads,
      vocabulary: c.vocab_size,
    },
  };
}
