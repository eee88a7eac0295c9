/**
 * The body of Qwen2 and Qwen3 (transformers, models/qwen2 and models/qwen3), which most published diffusion models of
 * code were made from: config fields, tensor names. What they made of it is in the families' own files.
 */
import { z } from 'zod';

import type { Attention, Body } from '../body';
import type { BodyWeights, LayerWeights, Linear } from '../bodyWeights';
import type { Checkpoint } from '../checkpoint';
import { stack } from '../matrix';
import type { PublishedFolder } from '../publishedFolder';
import { parseConfig } from './config';
import { maskId, refuse, size, tokenId, type FamilyModel } from './family';

const configSchema = z.object({
  vocab_size: size,
  hidden_size: size,
  intermediate_size: size,
  num_hidden_layers: size.max(512),
  num_attention_heads: size,
  num_key_value_heads: size.optional(),
  head_dim: size.optional(),
  hidden_act: z.literal('silu').default('silu'),
  rms_norm_eps: z.number().positive(),
  rope_theta: z.number().positive().optional(),
  rope_parameters: z.looseObject({ rope_theta: z.number().positive().optional(), rope_type: z.string().optional() }).nullish(),
  rope_scaling: z.looseObject({ rope_type: z.string().optional(), type: z.string().optional() }).nullish(),
  use_sliding_window: z.boolean().default(false),
  tie_word_embeddings: z.boolean().default(false),
  max_position_embeddings: size.default(32768),
  bos_token_id: tokenId.nullish(),
  eos_token_id: z.union([tokenId, z.array(tokenId)]).nullish(),
});

export type QwenConfig = z.infer<typeof configSchema>;

/** How a family uses the body. */
export interface QwenUse {
  readonly attention: Attention;
  readonly alignment: Body['alignment'];
  /** Qwen3 norms queries and keys per head and has no biases; Qwen2 the other way round. */
  readonly generation: 2 | 3;
  readonly lengthTokens?: Pick<Body, 'deleteId' | 'expandId'>;
  readonly frame?: Pick<Body, 'beginIds' | 'endIds'>;
}

export function readQwen(folder: PublishedFolder, use: QwenUse | ((config: QwenConfig) => QwenUse)): FamilyModel {
  const config = parseConfig(folder, configSchema);
  const { generation, ...chosen } = typeof use === 'function' ? use(config) : use;
  const scaling = config.rope_scaling?.rope_type ?? config.rope_scaling?.type ?? config.rope_parameters?.rope_type;
  if (scaling !== undefined && scaling !== 'default') throw refuse(folder, `rope scaling '${scaling}'`);
  if (config.use_sliding_window) throw refuse(folder, 'use_sliding_window');
  const headDim = config.head_dim ?? config.hidden_size / config.num_attention_heads;
  const body: Body = {
    vocabulary: config.vocab_size,
    hidden: config.hidden_size,
    layers: config.num_hidden_layers,
    heads: config.num_attention_heads,
    kvHeads: config.num_key_value_heads ?? config.num_attention_heads,
    headDim,
    rotary: { dims: headDim, theta: config.rope_theta ?? config.rope_parameters?.rope_theta ?? 10_000 },
    epsilon: config.rms_norm_eps,
    attention: chosen.attention,
    alignment: chosen.alignment,
    contextLength: config.max_position_embeddings,
    maskId: maskId(folder),
    beginIds: [],
    endIds: [],
    ...chosen.lengthTokens,
    ...chosen.frame,
  };
  return { body, arrange: (checkpoint) => arrange(checkpoint, body, { ...config, generation }) };
}

type Layout = Body & Pick<QwenConfig, 'intermediate_size' | 'tie_word_embeddings'> & Pick<QwenUse, 'generation'>;

function arrange(checkpoint: Checkpoint, body: Body, config: Pick<Layout, 'intermediate_size' | 'tie_word_embeddings' | 'generation'>): BodyWeights {
  const table = [body.vocabulary, body.hidden] as const;
  const embedding = checkpoint.matrix('model.embed_tokens.weight', table);
  // Exports exist that say "tied" and bring a head of their own all the same: what is there counts.
  const tied = config.tie_word_embeddings && !checkpoint.has('lm_head.weight');
  return {
    embedding,
    head: { matrix: tied ? embedding : checkpoint.matrix('lm_head.weight', table) },
    norm: { weight: checkpoint.tensor('model.norm.weight', [body.hidden]) },
    layers: Array.from({ length: body.layers }, (_, index) => layer(checkpoint, index, { ...body, ...config })),
  };
}

function layer(checkpoint: Checkpoint, index: number, layout: Layout): LayerWeights {
  const { hidden, headDim, intermediate_size: wide, generation } = layout;
  const [queries, pairs] = [layout.heads * headDim, layout.kvHeads * headDim];
  const tensor = (name: string, length: number) => checkpoint.tensor(`model.layers.${index}.${name}.weight`, [length]);
  const matrix = (name: string, rows: number, columns: number) =>
    checkpoint.matrix(`model.layers.${index}.${name}.weight`, [rows, columns]);
  const bias = (...parts: readonly (readonly [string, number])[]): Pick<Linear, 'bias'> =>
    generation === 2 ? { bias: joined(checkpoint, parts.map(([name, length]) => [`model.layers.${index}.${name}.bias`, length])) } : {};
  return {
    inputNorm: { weight: tensor('input_layernorm', hidden) },
    attention: {
      query: { matrix: matrix('self_attn.q_proj', queries, hidden), ...bias(['self_attn.q_proj', queries]) },
      keyValue: {
        matrix: stack([matrix('self_attn.k_proj', pairs, hidden), matrix('self_attn.v_proj', pairs, hidden)]),
        ...bias(['self_attn.k_proj', pairs], ['self_attn.v_proj', pairs]),
      },
      output: { matrix: matrix('self_attn.o_proj', hidden, queries) },
      ...(generation === 3 && {
        queryNorm: tensor('self_attn.q_norm', headDim),
        keyNorm: tensor('self_attn.k_norm', headDim),
      }),
    },
    postNorm: { weight: tensor('post_attention_layernorm', hidden) },
    feedForward: {
      kind: 'gated',
      gateUp: { matrix: stack([matrix('mlp.gate_proj', wide, hidden), matrix('mlp.up_proj', wide, hidden)]) },
      down: { matrix: matrix('mlp.down_proj', hidden, wide) },
    },
  };
}

function joined(checkpoint: Checkpoint, parts: readonly (readonly [string, number])[]) {
  const tensors = parts.map(([name, length]) => checkpoint.tensor(name, [length]).data);
  const length = tensors.reduce((sum, { length }) => sum + length, 0);
  const data = new Float32Array(length);
  tensors.reduce((offset, part) => (data.set(part, offset), offset + part.length), 0);
  return { shape: [length], data };
}
