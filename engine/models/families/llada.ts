/**
 * LLaDA 8B, LLaDA 1.5 and iLLaDA (ML-GSAI/LLaDA, modeling_llada.py): a LLaMA-like body under the names of OLMo, fully
 * bidirectional, each row predicting itself.
 */
import { z } from 'zod';

import type { Body } from '../body';
import type { LayerWeights } from '../bodyWeights';
import type { Checkpoint } from '../checkpoint';
import { stack } from '../matrix';
import { parseConfig } from './config';
import { maskId, refuse, size, type Family } from './family';

const configSchema = z.object({
  d_model: size,
  n_layers: size.max(512),
  n_heads: size,
  n_kv_heads: size.nullish(),
  mlp_hidden_size: size,
  vocab_size: size,
  embedding_size: size.nullish(),
  rope_theta: z.number().positive().default(10_000),
  rms_norm_eps: z.number().positive().default(1e-5),
  max_sequence_length: size.default(4096),
  block_type: z.literal('llama').default('llama'),
  activation_type: z.enum(['silu', 'swiglu']).default('silu'),
  layer_norm_type: z.literal('rms').default('rms'),
  rope: z.literal(true).default(true),
  weight_tying: z.boolean().default(false),
  include_bias: z.literal(false).default(false),
  include_qkv_bias: z.literal(false).default(false),
  attention_layer_norm: z.literal(false).default(false),
  scale_logits: z.boolean().default(false),
  input_emb_norm: z.boolean().default(false),
});

/** The mask of iLLaDA, whose configs do not name it, and of LLaDA, in case they do not. */
const ILLADA_MASK = 5;
const LLADA_MASK = 126336;

export const llada: Family = {
  name: 'llada',
  accepts: ({ config }) => config['model_type'] === 'llada' && config['d_model'] !== undefined,
  read(folder) {
    const config = parseConfig(folder, configSchema);
    if (config.scale_logits || config.input_emb_norm) throw refuse(folder, 'scale_logits or input_emb_norm');
    const headDim = config.d_model / config.n_heads;
    const body: Body = {
      vocabulary: config.embedding_size ?? config.vocab_size,
      hidden: config.d_model,
      layers: config.n_layers,
      heads: config.n_heads,
      kvHeads: config.n_kv_heads ?? config.n_heads,
      headDim,
      rotary: { dims: headDim, theta: config.rope_theta },
      epsilon: config.rms_norm_eps,
      attention: { kind: 'bidirectional' },
      alignment: 'same',
      contextLength: config.max_sequence_length,
      maskId: maskId(folder, /illada/i.test(folder.name) ? ILLADA_MASK : LLADA_MASK),
      beginIds: [],
      endIds: [],
    };
    return {
      body,
      arrange(checkpoint) {
        const table = [body.vocabulary, body.hidden] as const;
        const embedding = checkpoint.matrix('model.transformer.wte.weight', table);
        const head = 'model.transformer.ff_out.weight';
        const tied = config.weight_tying && !checkpoint.has(head);
        return {
          embedding,
          head: { matrix: tied ? embedding : checkpoint.matrix(head, table) },
          norm: { weight: checkpoint.tensor('model.transformer.ln_f.weight', [body.hidden]) },
          layers: Array.from({ length: body.layers }, (_, index) =>
            layer(checkpoint, index, body, config.mlp_hidden_size),
          ),
        };
      },
    };
  },
};

function layer(checkpoint: Checkpoint, index: number, body: Body, wide: number): LayerWeights {
  const { hidden, headDim } = body;
  const [queries, pairs] = [body.heads * headDim, body.kvHeads * headDim];
  const name = (part: string) => `model.transformer.blocks.${index}.${part}.weight`;
  const matrix = (part: string, rows: number, columns: number) => checkpoint.matrix(name(part), [rows, columns]);
  const norm = (part: string) => ({ weight: checkpoint.tensor(name(part), [hidden]) });
  return {
    inputNorm: norm('attn_norm'),
    attention: {
      query: { matrix: matrix('q_proj', queries, hidden) },
      keyValue: { matrix: stack([matrix('k_proj', pairs, hidden), matrix('v_proj', pairs, hidden)]) },
      output: { matrix: matrix('attn_out', hidden, queries) },
    },
    postNorm: norm('ff_norm'),
    feedForward: {
      kind: 'gated',
      gateUp: { matrix: stack([matrix('ff_proj', wide, hidden), matrix('up_proj', wide, hidden)]) },
      down: { matrix: matrix('ff_out', hidden, wide) },
    },
  };
}
