/**
 * config.json of the family `remask_streams` (training/remask_training/model.py): sizes, special ids, and the shape of
 * every tensor that follows from them.
 */
import { z } from 'zod';

/** Far above any real size, far below what would exhaust memory before the weights are looked at. */
const size = z.number().int().positive().max(1_000_000);
const tokenId = z.number().int().nonnegative();

export const streamsConfigSchema = z
  .object({
    model_type: z.literal('remask_streams'),
    vocab_size: size,
    hidden_size: size,
    intermediate_size: size,
    num_hidden_layers: size.max(256),
    num_attention_heads: size,
    num_key_value_heads: size,
    head_dim: size.multipleOf(2),
    rope_theta: z.number().positive(),
    rms_norm_eps: z.number().positive(),
    window: size,
    pad_token_id: tokenId,
    bos_token_id: tokenId,
    eos_token_id: tokenId,
    mask_token_id: tokenId,
    delete_token_id: tokenId,
    expand_token_id: tokenId,
  })
  .refine((c) => c.num_attention_heads % c.num_key_value_heads === 0, {
    message: 'num_attention_heads is not a multiple of num_key_value_heads',
  })
  .refine((c) => specialIds(c).every((id) => id < c.vocab_size), { message: 'a special id exceeds vocab_size' });

export type StreamsConfig = Readonly<z.infer<typeof streamsConfigSchema>>;

type SpecialTokenIds = Readonly<
  Record<`${'pad' | 'bos' | 'eos' | 'mask' | 'delete' | 'expand'}_token_id`, number>
>;

/** Every special id that the config names. */
export function specialIds(c: SpecialTokenIds): readonly number[] {
  const { pad_token_id, bos_token_id, eos_token_id, mask_token_id, delete_token_id, expand_token_id } = c;
  return [pad_token_id, bos_token_id, eos_token_id, mask_token_id, delete_token_id, expand_token_id];
}

/** Name and shape of every tensor of the body, as PyTorch saves them: linear weights are [out, in]. */
export function tensorShapes(c: StreamsConfig): ReadonlyMap<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>([
    ['embed_tokens.weight', [c.vocab_size, c.hidden_size]],
    ['embed_streams.weight', [3, c.hidden_size]],
    ['norm.weight', [c.hidden_size]],
  ]);
  for (let layer = 0; layer < c.num_hidden_layers; layer++) {
    for (const [name, shape] of layerShapes(c)) shapes.set(`layers.${layer}.${name}.weight`, shape);
  }
  return shapes;
}

function layerShapes(c: StreamsConfig): readonly (readonly [string, readonly number[]])[] {
  const q = c.num_attention_heads * c.head_dim;
  const kv = c.num_key_value_heads * c.head_dim;
  return [
    ['input_layernorm', [c.hidden_size]],
    ['q_proj', [q, c.hidden_size]],
    ['k_proj', [kv, c.hidden_size]],
    ['v_proj', [kv, c.hidden_size]],
    ['o_proj', [c.hidden_size, q]],
    ['q_norm', [c.head_dim]],
    ['k_norm', [c.head_dim]],
    ['post_attention_layernorm', [c.hidden_size]],
    ['gate_proj', [c.intermediate_size, c.hidden_size]],
    ['up_proj', [c.intermediate_size, c.hidden_size]],
    ['down_proj', [c.hidden_size, c.intermediate_size]],
  ];
}

/** Number of weights of the body; the head shares the embedding's. */
export function parameterCount(c: StreamsConfig): number {
  let count = 0;
  for (const shape of tensorShapes(c).values()) count += shape.reduce((product, length) => product * length, 1);
  return count;
}
