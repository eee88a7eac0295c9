/**
 * Writes a folder of random weights in the published shape of a Qwen2 body (one safetensors file in bfloat16, tied), of
 * any size: tensors are written piece by piece.
 */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { byteLevelTokenizer } from '../../support/byteLevelTokenizer';

export interface QwenSizes {
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly intermediate_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly num_key_value_heads: number;
}

export function writeRandomQwen2(directory: string, sizes: QwenSizes): void {
  mkdirSync(directory, { recursive: true });
  const config = {
    architectures: ['Qwen2ForCausalLM'],
    model_type: 'qwen2',
    hidden_act: 'silu',
    max_position_embeddings: 32768,
    rms_norm_eps: 1e-6,
    rope_theta: 1e6,
    tie_word_embeddings: true,
    mask_token_id: 3,
    ...sizes,
  };
  writeFileSync(join(directory, 'config.json'), JSON.stringify(config));
  writeFileSync(join(directory, 'tokenizer.json'), JSON.stringify(byteLevelTokenizer()));
  writeTensors(join(directory, 'model.safetensors'), shapes(sizes));
}

function shapes(s: QwenSizes): readonly (readonly [string, readonly number[]])[] {
  const pairs = (s.hidden_size / s.num_attention_heads) * s.num_key_value_heads;
  const layer = (index: number) =>
    Object.entries({
      'input_layernorm.weight': [s.hidden_size],
      'self_attn.q_proj.weight': [s.hidden_size, s.hidden_size],
      'self_attn.q_proj.bias': [s.hidden_size],
      'self_attn.k_proj.weight': [pairs, s.hidden_size],
      'self_attn.k_proj.bias': [pairs],
      'self_attn.v_proj.weight': [pairs, s.hidden_size],
      'self_attn.v_proj.bias': [pairs],
      'self_attn.o_proj.weight': [s.hidden_size, s.hidden_size],
      'post_attention_layernorm.weight': [s.hidden_size],
      'mlp.gate_proj.weight': [s.intermediate_size, s.hidden_size],
      'mlp.up_proj.weight': [s.intermediate_size, s.hidden_size],
      'mlp.down_proj.weight': [s.hidden_size, s.intermediate_size],
    }).map(([name, shape]) => [`model.layers.${index}.${name}`, shape] as const);
  return [
    ['model.embed_tokens.weight', [s.vocab_size, s.hidden_size]],
    ...Array.from({ length: s.num_hidden_layers }, (_, index) => layer(index)).flat(),
    ['model.norm.weight', [s.hidden_size]],
  ];
}

const PIECE = 2 ** 20;

function writeTensors(path: string, tensors: readonly (readonly [string, readonly number[]])[]): void {
  let offset = 0;
  const header: Record<string, object> = {};
  for (const [name, shape] of tensors) {
    const end = offset + count(shape) * 2;
    header[name] = { dtype: 'BF16', shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const file = openSync(path, 'wx');
  writeSync(file, Buffer.concat([length, json]));
  for (const [, shape] of tensors) {
    const spread = shape.length > 1 ? 1 / Math.sqrt(shape[1] ?? 1) : 1;
    for (let left = count(shape); left > 0; left -= PIECE) writeSync(file, noise(Math.min(left, PIECE), spread));
  }
  closeSync(file);
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

let state = 1;

/** Even noise around zero, as bfloat16: the upper halves of float32. */
function noise(length: number, spread: number): Uint8Array {
  const wide = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    wide[i] = (state / 2 ** 31) * 1.7 * spread;
  }
  const halves = new Uint16Array(wide.buffer);
  return new Uint8Array(Uint16Array.from({ length }, (_, i) => halves[2 * i + 1] ?? 0).buffer);
}
