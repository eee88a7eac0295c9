/**
 * MDLM and BD3-LM (kuleshov-group/mdlm, kuleshov-group/bd3lms, models/hf): diffusion transformers on GPT-2's tokens. The
 * published models are not told the time, so what modulates their layers (adaLN) is a constant: shifts and scales are
 * folded into the norms, gates into the matrices that they follow.
 */
import { z } from 'zod';

import type { Body } from '../body';
import type { LayerWeights, NormWeights } from '../bodyWeights';
import type { Checkpoint } from '../checkpoint';
import { scaleRows, slice, type Tensor } from '../matrix';
import { parseConfig } from './config';
import { refuse, size, type Family } from './family';

const configSchema = z.object({
  model_type: z.string(),
  vocab_size: size,
  model_length: size,
  hidden_dim: size,
  cond_dim: size,
  n_blocks: size.max(512),
  n_heads: size,
  block_size: size.default(1),
  time_conditioning: z.boolean().default(false),
  adaln: z.boolean().default(true),
  causal: z.literal(false).default(false),
});

/** Of torch's layer_norm, and of the frequencies of a time. */
const EPSILON = 1e-5;
const FREQUENCIES = 256;

export const mdlm: Family = { name: 'mdlm', accepts: ({ config }) => config['model_type'] === 'mdlm', read };
export const bd3lm: Family = { name: 'bd3lm', accepts: ({ config }) => config['model_type'] === 'bd3lm', read };

function read(folder: Parameters<Family['read']>[0]): ReturnType<Family['read']> {
  const config = parseConfig(folder, configSchema);
  if (config.time_conditioning) throw refuse(folder, 'time_conditioning');
  const headDim = config.hidden_dim / config.n_heads;
  const body: Body = {
    vocabulary: config.vocab_size,
    hidden: config.hidden_dim,
    layers: config.n_blocks,
    heads: config.n_heads,
    kvHeads: config.n_heads,
    headDim,
    rotary: { dims: headDim, theta: 10_000 },
    epsilon: EPSILON,
    attention:
      config.model_type === 'bd3lm'
        ? { kind: 'block-causal', block: config.block_size }
        : { kind: 'bidirectional' },
    alignment: 'same',
    contextLength: config.model_length,
    // One row was added to GPT-2's vocabulary for it.
    maskId: config.vocab_size - 1,
    beginIds: [],
    endIds: [],
  };
  return {
    body,
    arrange(checkpoint) {
      const table = [body.vocabulary, body.hidden] as const;
      const time = config.adaln ? timeCondition(checkpoint, config.cond_dim) : undefined;
      const head = 'backbone.output_layer';
      const [shift, scale] = modulation(checkpoint, head, { time, hidden: body.hidden, parts: 2 });
      return {
        embedding: checkpoint.matrix('backbone.vocab_embed.embedding', table),
        norm: norm(checkpoint.tensor(`${head}.norm_final.weight`, [body.hidden]), shift, scale),
        head: {
          matrix: checkpoint.matrix(`${head}.linear.weight`, table),
          bias: checkpoint.tensor(`${head}.linear.bias`, [body.vocabulary]),
        },
        layers: Array.from({ length: body.layers }, (_, index) => layer(checkpoint, index, body, time)),
      };
    },
  };
}

function layer(checkpoint: Checkpoint, index: number, { hidden }: Body, time: Float32Array | undefined): LayerWeights {
  const block = `backbone.blocks.${index}`;
  const parts = modulation(checkpoint, block, { time, hidden, parts: 6 });
  const [shiftAttention, scaleAttention, gateAttention, shiftWide, scaleWide, gateWide] = parts;
  const fused = checkpoint.matrix(`${block}.attn_qkv.weight`, [3 * hidden, hidden]);
  const wide = 4 * hidden;
  const vector = (name: string, length: number) => checkpoint.tensor(`${block}.${name}`, [length]);
  const bias = vector('mlp.2.bias', hidden);
  return {
    inputNorm: norm(vector('norm1.weight', hidden), shiftAttention, scaleAttention),
    attention: {
      query: { matrix: slice(fused, 0, hidden) },
      keyValue: { matrix: slice(fused, hidden, 3 * hidden) },
      output: { matrix: scaleRows(checkpoint.matrix(`${block}.attn_out.weight`, [hidden, hidden]), gateAttention) },
    },
    postNorm: norm(vector('norm2.weight', hidden), shiftWide, scaleWide),
    feedForward: {
      kind: 'plain',
      up: {
        matrix: checkpoint.matrix(`${block}.mlp.0.weight`, [wide, hidden]),
        bias: vector('mlp.0.bias', wide),
      },
      down: {
        matrix: scaleRows(checkpoint.matrix(`${block}.mlp.2.weight`, [hidden, wide]), gateWide),
        bias: gateWide ? { shape: [hidden], data: bias.data.map((value, i) => value * (gateWide[i] ?? 1)) } : bias,
      },
    },
  };
}

/** norm(x) w (1 + scale) + shift: a norm with another weight, and a bias. */
function norm(weight: Tensor, shift?: Float32Array, scale?: Float32Array): NormWeights {
  const { shape, data } = weight;
  return {
    weight: { shape, data: scale ? data.map((value, i) => value * (1 + (scale[i] ?? 0))) : data },
    bias: { shape, data: shift ?? new Float32Array(data.length) },
  };
}

/** silu of the embedding of time zero: cosines are one, sines zero. */
function timeCondition(checkpoint: Checkpoint, width: number): Float32Array {
  const read = (layer: number, columns: number) =>
    affine(
      checkpoint.matrix(`backbone.sigma_map.mlp.${layer}.weight`, [width, columns]).rows(0, width),
      checkpoint.tensor(`backbone.sigma_map.mlp.${layer}.bias`, [width]),
    );
  const zero = Float32Array.from({ length: FREQUENCIES }, (_, i) => (i < FREQUENCIES / 2 ? 1 : 0));
  return silu(read(2, width)(silu(read(0, FREQUENCIES)(zero))));
}

interface ModulationSizes {
  readonly time: Float32Array | undefined;
  readonly hidden: number;
  readonly parts: number;
}

/** Shifts, scales and gates of one block, in the order in which they are published; none without adaLN. */
function modulation(checkpoint: Checkpoint, block: string, { time, hidden, parts }: ModulationSizes): Float32Array[] {
  if (!time) return [];
  const length = parts * hidden;
  const matrix = checkpoint.matrix(`${block}.adaLN_modulation.weight`, [length, time.length]).rows(0, length);
  const all = affine(matrix, checkpoint.tensor(`${block}.adaLN_modulation.bias`, [length]))(time);
  return Array.from({ length: parts }, (_, part) => all.slice(part * hidden, (part + 1) * hidden));
}

function affine(matrix: Float32Array, { data: bias }: Tensor): (x: Float32Array) => Float32Array {
  return (x) =>
    bias.map((offset, row) => x.reduce((sum, value, column) => sum + value * (matrix[row * x.length + column] ?? 0), offset));
}

function silu(x: Float32Array): Float32Array {
  return x.map((value) => value / (1 + Math.exp(-value)));
}
