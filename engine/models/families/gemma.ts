/**
 * DiffusionGemma (Google; transformers' diffusion_gemma): an encoder reads the text before a canvas, the canvas reads the
 * encoder's keys and values and itself. Both have the same weights but for one number per layer. The canvas begins as
 * random tokens. Images are not read: the vision tower's tensors stay where they are.
 */
import { z } from 'zod';

import type { Body } from '../body';
import type { AttentionWeights, BesideWeights, GatedWeights, LayerWeights } from '../bodyWeights';
import type { Checkpoint } from '../checkpoint';
import { stack, type Tensor } from '../matrix';
import { parseConfig } from './config';
import { refuse, size, tokenId, type Family } from './family';

const heads = z.object({ head_dim: size.multipleOf(2).optional(), num_key_value_heads: size.optional() });
const theta = z.number().positive();

const textSchema = z.object({
  vocab_size: size,
  hidden_size: size,
  intermediate_size: size,
  num_hidden_layers: size.max(512),
  num_attention_heads: size,
  num_key_value_heads: size,
  head_dim: size.multipleOf(2),
  global_head_dim: size.multipleOf(2).default(512),
  num_global_key_value_heads: size.nullish(),
  /** What newer folders have instead of the two above. */
  per_layer_config: z.record(z.string().regex(/^\d+$/), heads).optional(),
  layer_types: z.array(z.enum(['sliding_attention', 'full_attention'])),
  sliding_window: size,
  rope_parameters: z
    .object({
      sliding_attention: z.object({ rope_type: z.literal('default'), rope_theta: theta }),
      full_attention: z.object({
        rope_type: z.literal('proportional'),
        rope_theta: theta,
        partial_rotary_factor: z.number().positive().max(1),
      }),
    })
    .default({
      sliding_attention: { rope_type: 'default', rope_theta: 10_000 },
      full_attention: { rope_type: 'proportional', rope_theta: 1_000_000, partial_rotary_factor: 0.25 },
    }),
  num_experts: size,
  top_k_experts: size,
  moe_intermediate_size: size,
  hidden_activation: z.literal('gelu_pytorch_tanh').default('gelu_pytorch_tanh'),
  attention_bias: z.literal(false).default(false),
  final_logit_softcapping: z.number().positive().default(30),
  rms_norm_eps: z.number().positive().default(1e-6),
  max_position_embeddings: size.default(131_072),
  pad_token_id: tokenId.nullish(),
  bos_token_id: tokenId.nullish(),
  /** `vision` concerns images only. */
  use_bidirectional_attention: z.literal('vision').nullish(),
});
const configSchema = z.object({ text_config: textSchema, canvas_length: size.max(4096).default(256) });
type Text = z.infer<typeof textSchema>;

export const gemma: Family = {
  name: 'diffusion_gemma',
  accepts: ({ config }) => config['model_type'] === 'diffusion_gemma',
  read(folder) {
    const { text_config: text, canvas_length: canvas } = parseConfig(folder, configSchema);
    if (text.layer_types.length !== text.num_hidden_layers) throw refuse(folder, 'layer_types of another length');
    const wide = wideOf(text);
    if (!wide) throw refuse(folder, 'per_layer_config that differs among full_attention layers or names others');
    const body: Body = {
      vocabulary: text.vocab_size,
      hidden: text.hidden_size,
      layers: text.num_hidden_layers,
      heads: text.num_attention_heads,
      kvHeads: text.num_key_value_heads,
      headDim: text.head_dim,
      rotary: { dims: text.head_dim, theta: text.rope_parameters.sliding_attention.rope_theta },
      wide,
      epsilon: text.rms_norm_eps,
      attention: { kind: 'encoded', window: text.sliding_window, canvas },
      alignment: 'same',
      contextLength: text.max_position_embeddings,
      maskId: text.pad_token_id ?? 0,
      canvas: 'noise',
      beginIds: [text.bos_token_id ?? 2],
      endIds: [],
    };
    return {
      body,
      arrange(checkpoint) {
        const embedding = checkpoint.matrix('model.decoder.embed_tokens.weight', [body.vocabulary, body.hidden]);
        const tied = !checkpoint.has('lm_head.weight');
        const tensors = new Tensors(checkpoint, 'model.decoder.', body);
        return {
          embedding,
          head: { matrix: tied ? embedding : checkpoint.matrix('lm_head.weight', embedding.shape) },
          norm: tensors.norm('norm'),
          layers: Array.from({ length: body.layers }, (_, index) => layer(checkpoint, index, body, text)),
          embeddingScale: Math.sqrt(body.hidden),
          softCap: text.final_logit_softcapping,
          conditioning: {
            norm: tensors.norm('self_conditioning.pre_norm'),
            block: tensors.gated('self_conditioning', text.intermediate_size),
          },
        };
      },
    };
  },
};

/** `undefined` where layers differ in a way that is not known. */
function wideOf(text: Text): Body['wide'] | undefined {
  const layers = text.layer_types.flatMap((type, index) => (type === 'full_attention' ? [index] : []));
  const own = Object.entries(text.per_layer_config ?? {});
  const fallback = { head_dim: text.global_head_dim, num_key_value_heads: text.num_global_key_value_heads };
  const first = text.per_layer_config?.[String(layers[0])] ?? fallback;
  const alike = own.every(([index, each]) => layers.includes(Number(index)) && sameHeads(each, first));
  if (!alike || (own.length > 0 && own.length !== layers.length)) return undefined;
  const headDim = first.head_dim ?? text.head_dim;
  const { rope_theta, partial_rotary_factor } = text.rope_parameters.full_attention;
  const turning = 2 * Math.floor((partial_rotary_factor * headDim) / 2);
  return {
    layers,
    kvHeads: first.num_key_value_heads ?? text.num_key_value_heads,
    headDim,
    rotary: { dims: turning, theta: rope_theta },
  };
}

type Heads = { readonly head_dim?: number | undefined; readonly num_key_value_heads?: number | null | undefined };

function sameHeads(a: Heads, b: Heads): boolean {
  return a.head_dim === b.head_dim && a.num_key_value_heads === b.num_key_value_heads;
}

function layer(checkpoint: Checkpoint, index: number, body: Body, text: Text): LayerWeights {
  const tensors = new Tensors(checkpoint, `model.decoder.layers.${index}.`, body);
  const scalar = (part: string) => checkpoint.tensor(`model.${part}.layers.${index}.layer_scalar`, [1]).data[0] ?? 1;
  return {
    inputNorm: tensors.norm('input_layernorm'),
    attention: attention(tensors, index, body),
    attentionAfter: tensors.norm('post_attention_layernorm'),
    postNorm: tensors.norm('pre_feedforward_layernorm'),
    feedForward: feedForward(tensors, text),
    feedForwardAfter: tensors.norm('post_feedforward_layernorm'),
    rowScale: { context: scalar('encoder.language_model'), canvas: scalar('decoder') },
  };
}

function attention(tensors: Tensors, index: number, body: Body): AttentionWeights {
  const wide = body.wide?.layers.includes(index) ? body.wide : undefined;
  const { kvHeads, headDim } = wide ?? body;
  const project = (name: string, count: number) => tensors.matrix(`self_attn.${name}`, count * headDim, body.hidden);
  const keys = project('k_proj', kvHeads);
  return {
    query: { matrix: project('q_proj', body.heads) },
    keyValue: { matrix: wide ? keys : stack([keys, project('v_proj', kvHeads)]) },
    valuesAreKeys: wide !== undefined,
    output: { matrix: tensors.matrix('self_attn.o_proj', body.hidden, body.heads * headDim) },
    queryNorm: tensors.tensor('self_attn.q_norm.weight', [headDim]),
    keyNorm: tensors.tensor('self_attn.k_norm.weight', [headDim]),
    valueNorm: { shape: [headDim], data: new Float32Array(headDim).fill(1) },
    scale: 1,
  };
}

function feedForward(tensors: Tensors, text: Text): BesideWeights {
  const { hidden_size: hidden, num_experts: count, moe_intermediate_size: wide } = text;
  const gateUps = tensors.matrices('experts.gate_up_proj', [count, 2 * wide, hidden]);
  const downs = tensors.matrices('experts.down_proj', [count, hidden, wide]);
  const experts = gateUps.flatMap((gateUp, index): GatedWeights[] => {
    const down = downs[index];
    return down ? [{ kind: 'gated', activation: 'gelu', gateUp: { matrix: gateUp }, down: { matrix: down } }] : [];
  });
  const scale = tensors.tensor('router.scale', [hidden]);
  const root = Math.sqrt(hidden);
  return {
    kind: 'beside',
    dense: tensors.gated('mlp', text.intermediate_size),
    denseAfter: tensors.norm('post_feedforward_layernorm_1'),
    routerBefore: { weight: { shape: scale.shape, data: scale.data.map((value) => value / root) } },
    expertsBefore: tensors.norm('pre_feedforward_layernorm_2'),
    expertsAfter: tensors.norm('post_feedforward_layernorm_2'),
    experts: {
      kind: 'moe',
      router: { matrix: tensors.matrix('router.proj', count, hidden) },
      routing: { kind: 'scaled', factors: tensors.tensor('router.per_expert_scale', [count]) },
      chosen: text.top_k_experts,
      experts,
    },
  };
}

/** The tensors under one name. */
class Tensors {
  constructor(
    private readonly checkpoint: Checkpoint,
    private readonly prefix: string,
    private readonly body: Body,
  ) {}

  matrix(name: string, rows: number, columns: number) {
    return this.checkpoint.matrix(`${this.prefix}${name}.weight`, [rows, columns]);
  }

  matrices(name: string, shape: readonly [number, number, number]) {
    return this.checkpoint.matrices(this.prefix + name, shape);
  }

  tensor(name: string, shape: readonly number[]): Tensor {
    return this.checkpoint.tensor(this.prefix + name, shape);
  }

  norm(name: string) {
    return { weight: this.tensor(`${name}.weight`, [this.body.hidden]) };
  }

  gated(name: string, wide: number): GatedWeights {
    const { hidden } = this.body;
    const into = (part: string) => this.matrix(`${name}.${part}`, wide, hidden);
    return {
      kind: 'gated',
      activation: 'gelu',
      gateUp: { matrix: stack([into('gate_proj'), into('up_proj')]) },
      down: { matrix: this.matrix(`${name}.down_proj`, hidden, wide) },
    };
  }
}
