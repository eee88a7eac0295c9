/**
 * LLaDA2.0 and 2.1 mini (inclusionAI/LLaDA2.X, modeling_llada2_moe.py): blocks of 32 left to right, a fused projection,
 * half of each head rotated, experts in groups behind a first dense layer.
 */
import { z } from 'zod';

import type { Body } from '../body';
import type { FeedForwardWeights, LayerWeights } from '../bodyWeights';
import type { Checkpoint } from '../checkpoint';
import { slice } from '../matrix';
import { blockSize } from './blockSize';
import { parseConfig } from './config';
import { maskId, size, type Family } from './family';
import { gatedBlock } from './lladaMoe';

const configSchema = z.object({
  vocab_size: size,
  hidden_size: size,
  intermediate_size: size,
  moe_intermediate_size: size,
  num_hidden_layers: size.max(512),
  num_attention_heads: size,
  num_key_value_heads: size,
  head_dim: size.nullish(),
  num_experts: size,
  num_experts_per_tok: size,
  num_shared_experts: z.number().int().nonnegative().nullish(),
  n_group: size,
  topk_group: size,
  routed_scaling_factor: z.number().positive(),
  first_k_dense_replace: z.number().int().nonnegative(),
  use_qk_norm: z.literal(true).default(true),
  use_qkv_bias: z.literal(false).default(false),
  use_bias: z.literal(false).default(false),
  norm_head: z.literal(false).default(false),
  partial_rotary_factor: z.number().positive().max(1).default(0.5),
  rope_theta: z.number().positive(),
  rope_scaling: z.null().optional(),
  rms_norm_eps: z.number().positive(),
  max_position_embeddings: size,
});
type Config = z.infer<typeof configSchema>;

const MASK = 156895;
const BLOCK = 32;

export const llada2: Family = {
  name: 'llada2_moe',
  accepts: ({ config }) => config['model_type'] === 'llada2_moe',
  read(folder) {
    const config = parseConfig(folder, configSchema);
    const headDim = config.head_dim ?? config.hidden_size / config.num_attention_heads;
    const body: Body = {
      vocabulary: config.vocab_size,
      hidden: config.hidden_size,
      layers: config.num_hidden_layers,
      heads: config.num_attention_heads,
      kvHeads: config.num_key_value_heads,
      headDim,
      rotary: { dims: headDim * config.partial_rotary_factor, theta: config.rope_theta },
      epsilon: config.rms_norm_eps,
      attention: blockSize(folder, BLOCK),
      alignment: 'same',
      contextLength: config.max_position_embeddings,
      maskId: maskId(folder, MASK),
      beginIds: [],
      endIds: [],
    };
    return {
      body,
      arrange: (checkpoint) => ({
        embedding: checkpoint.matrix('model.word_embeddings.weight', [body.vocabulary, body.hidden]),
        head: { matrix: checkpoint.matrix('lm_head.weight', [body.vocabulary, body.hidden]) },
        norm: { weight: checkpoint.tensor('model.norm.weight', [body.hidden]) },
        layers: Array.from({ length: body.layers }, (_, index) => layer(checkpoint, index, body, config)),
      }),
    };
  },
};

function layer(checkpoint: Checkpoint, index: number, { hidden, headDim, heads, kvHeads }: Body, config: Config): LayerWeights {
  const prefix = `model.layers.${index}`;
  const [queries, all] = [heads * headDim, (heads + 2 * kvHeads) * headDim];
  const fused = checkpoint.matrix(`${prefix}.attention.query_key_value.weight`, [all, hidden]);
  const norm = (name: string) => ({ weight: checkpoint.tensor(`${prefix}.${name}.weight`, [hidden]) });
  const headNorm = (name: string) => checkpoint.tensor(`${prefix}.attention.${name}.weight`, [headDim]);
  return {
    inputNorm: norm('input_layernorm'),
    attention: {
      query: { matrix: slice(fused, 0, queries) },
      keyValue: { matrix: slice(fused, queries, all) },
      output: { matrix: checkpoint.matrix(`${prefix}.attention.dense.weight`, [hidden, queries]) },
      queryNorm: headNorm('query_layernorm'),
      keyNorm: headNorm('key_layernorm'),
    },
    postNorm: norm('post_attention_layernorm'),
    feedForward: feedForward(checkpoint, `${prefix}.mlp`, { ...config, dense: index < config.first_k_dense_replace }),
  };
}

function feedForward(
  checkpoint: Checkpoint,
  name: string,
  config: Config & { readonly dense: boolean },
): FeedForwardWeights {
  const { hidden_size: hidden, num_experts: count, moe_intermediate_size: wide } = config;
  if (config.dense) return gatedBlock(checkpoint, name, hidden, config.intermediate_size);
  const shared = config.num_shared_experts ?? 0;
  return {
    kind: 'moe',
    router: { matrix: checkpoint.matrix(`${name}.gate.weight`, [count, hidden]) },
    routing: {
      kind: 'groups',
      groups: config.n_group,
      keptGroups: config.topk_group,
      factor: config.routed_scaling_factor,
      bias: checkpoint.tensor(`${name}.gate.expert_bias`, [count]),
    },
    chosen: config.num_experts_per_tok,
    experts: Array.from({ length: count }, (_, expert) =>
      gatedBlock(checkpoint, `${name}.experts.${expert}`, hidden, wide),
    ),
    ...(shared > 0 && { shared: gatedBlock(checkpoint, `${name}.shared_experts`, hidden, shared * wide) }),
  };
}
