/**
 * LLaDA-MoE (inclusionAI; modeling_lladamoe.py): an OLMoE-like body, fully bidirectional. Its published config calls
 * itself `llada`; what tells it apart are its fields.
 */
import { z } from 'zod';

import type { Body } from '../body';
import type { FeedForwardWeights, GatedWeights, LayerWeights } from '../bodyWeights';
import type { Checkpoint } from '../checkpoint';
import { stack } from '../matrix';
import { parseConfig } from './config';
import { maskId, refuse, size, type Family } from './family';

const configSchema = z.object({
  vocab_size: size,
  hidden_size: size,
  num_hidden_layers: size.max(512),
  num_attention_heads: size,
  num_key_value_heads: size.nullish(),
  dense_intermediate_size: z.number().int().nullish(),
  expert_intermediate_size: size,
  shared_expert_intermediate_size: size.nullish(),
  num_experts: size,
  num_experts_per_tok: size,
  moe_layer_freq: z.array(z.number().int()),
  moe_router_enable_expert_bias: z.boolean().nullish(),
  moe_router_score_function: z.string().nullish(),
  qk_layernorm: z.boolean().nullish(),
  clip_qkv: z.number().nullish(),
  attention_bias: z.literal(false).default(false),
  partial_rotary_factor: z.number().positive().max(1).default(1),
  rms_norm_eps: z.number().positive(),
  rope_theta: z.number().positive(),
  rope_scaling: z.null().optional(),
  max_position_embeddings: size.default(4096),
  tie_word_embeddings: z.boolean().default(false),
});
type Config = z.infer<typeof configSchema>;

const MASK = 156895;

export const lladaMoe: Family = {
  name: 'lladamoe',
  accepts: ({ config }) =>
    /^llada(moe)?$/.test(String(config['model_type'])) && config['expert_intermediate_size'] !== undefined,
  read(folder) {
    const config = parseConfig(folder, configSchema);
    if (config.clip_qkv) throw refuse(folder, 'clip_qkv');
    const headDim = config.hidden_size / config.num_attention_heads;
    const body: Body = {
      vocabulary: config.vocab_size,
      hidden: config.hidden_size,
      layers: config.num_hidden_layers,
      heads: config.num_attention_heads,
      kvHeads: config.num_key_value_heads ?? config.num_attention_heads,
      headDim,
      rotary: { dims: headDim * config.partial_rotary_factor, theta: config.rope_theta },
      epsilon: config.rms_norm_eps,
      attention: { kind: 'bidirectional' },
      alignment: 'same',
      contextLength: config.max_position_embeddings,
      maskId: maskId(folder, MASK),
      beginIds: [],
      endIds: [],
    };
    return {
      body,
      arrange(checkpoint) {
        const table = [body.vocabulary, body.hidden] as const;
        const embedding = checkpoint.matrix('model.embed_tokens.weight', table);
        const tied = config.tie_word_embeddings && !checkpoint.has('lm_head.weight');
        return {
          embedding,
          head: { matrix: tied ? embedding : checkpoint.matrix('lm_head.weight', table) },
          norm: { weight: checkpoint.tensor('model.norm.weight', [body.hidden]) },
          layers: Array.from({ length: body.layers }, (_, index) => layer(checkpoint, index, body, config)),
        };
      },
    };
  },
};

function layer(checkpoint: Checkpoint, index: number, body: Body, config: Config): LayerWeights {
  const { hidden, headDim } = body;
  const [queries, pairs] = [body.heads * headDim, body.kvHeads * headDim];
  const prefix = `model.layers.${index}`;
  const matrix = (name: string, rows: number, columns: number) =>
    checkpoint.matrix(`${prefix}.self_attn.${name}.weight`, [rows, columns]);
  const norm = (name: string) => ({ weight: checkpoint.tensor(`${prefix}.${name}.weight`, [hidden]) });
  const headNorm = (name: string) => checkpoint.tensor(`${prefix}.self_attn.${name}.weight`, [headDim]);
  return {
    inputNorm: norm('input_layernorm'),
    attention: {
      query: { matrix: matrix('q_proj', queries, hidden) },
      keyValue: { matrix: stack([matrix('k_proj', pairs, hidden), matrix('v_proj', pairs, hidden)]) },
      output: { matrix: matrix('o_proj', hidden, queries) },
      ...(config.qk_layernorm && { queryNorm: headNorm('q_norm'), keyNorm: headNorm('k_norm') }),
    },
    postNorm: norm('post_attention_layernorm'),
    feedForward: feedForward(checkpoint, prefix, hidden, { ...config, dense: config.moe_layer_freq[index] === 0 }),
  };
}

function feedForward(
  checkpoint: Checkpoint,
  prefix: string,
  hidden: number,
  config: Config & { readonly dense: boolean },
): FeedForwardWeights {
  const block = (name: string, wide: number) => gatedBlock(checkpoint, `${prefix}.${name}`, hidden, wide);
  if (config.dense) return block('mlp', config.dense_intermediate_size ?? 0);
  const count = config.num_experts;
  const bias = config.moe_router_enable_expert_bias && checkpoint.tensor(`${prefix}.mlp.expert_bias`, [count]);
  const shared = config.shared_expert_intermediate_size;
  return {
    kind: 'moe',
    router: { matrix: checkpoint.matrix(`${prefix}.mlp.gate.weight`, [count, hidden]) },
    routing: { kind: 'softmax', ...(bias && { bias }) },
    chosen: config.num_experts_per_tok,
    experts: Array.from({ length: count }, (_, expert) =>
      block(`mlp.experts.${expert}`, config.expert_intermediate_size),
    ),
    ...(shared && { shared: block('shared_expert', shared) }),
  };
}

/** gate_proj, up_proj and down_proj under a name. */
export function gatedBlock(checkpoint: Checkpoint, name: string, hidden: number, wide: number): GatedWeights {
  const into = (part: string) => checkpoint.matrix(`${name}.${part}.weight`, [wide, hidden]);
  return {
    kind: 'gated',
    gateUp: { matrix: stack([into('gate_proj'), into('up_proj')]) },
    down: { matrix: checkpoint.matrix(`${name}.down_proj.weight`, [hidden, wide]) },
  };
}
