/**
 * Writes a model folder with random weights: small enough for tests, complete enough for every part of the engine. The
 * same options give the same bytes.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { seededRandom } from '../../engine/decode/random';
import type { StreamsManifest } from '../../engine/models/manifest';
import { streamsConfigSchema, tensorShapes, type StreamsConfig } from '../../engine/models/streamsConfig';
import { byteLevelTokenizer } from './byteLevelTokenizer';
import { encodeSafetensors } from './safetensorsWriter';

export interface TinyModelOptions {
  readonly seed?: number;
  readonly id?: string;
  readonly config?: Partial<StreamsConfig>;
  /** Of remask.json. */
  readonly manifest?: Pick<Partial<StreamsManifest>, 'calibration' | 'lengthBias'>;
}

/** Small, but with everything that can go wrong: more layers than one, shared key heads, a window shorter than a test. */
const TINY: StreamsConfig = {
  model_type: 'remask_streams',
  vocab_size: 288,
  hidden_size: 32,
  intermediate_size: 48,
  num_hidden_layers: 3,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  head_dim: 8,
  rope_theta: 10000,
  rms_norm_eps: 1e-6,
  window: 8,
  pad_token_id: 0,
  bos_token_id: 1,
  eos_token_id: 2,
  mask_token_id: 3,
  delete_token_id: 4,
  expand_token_id: 5,
};

/** Creates the folder (and its parents) and returns it. */
export function writeTinyModel(
  directory: string,
  { seed = 1, id = 'tiny', config = {}, manifest = {} }: TinyModelOptions = {},
): string {
  const full = streamsConfigSchema.parse({ ...TINY, ...config });
  mkdirSync(directory, { recursive: true });
  writeJson(directory, 'config.json', full);
  writeJson(directory, 'tokenizer.json', byteLevelTokenizer());
  writeJson(directory, 'tokenizer_config.json', { tokenizer_class: 'PreTrainedTokenizerFast' });
  writeFileSync(join(directory, 'model.safetensors'), encodeSafetensors(randomTensors(full, seed)));
  writeManifest(directory, id, manifest);
  return directory;
}

/** Writes remask.json anew, with the files as they are now. */
export function writeManifest(directory: string, id = 'tiny', more: TinyModelOptions['manifest'] = {}): void {
  const names = readdirSync(directory).filter((name) => name !== 'remask.json');
  writeJson(directory, 'remask.json', {
    schema: 1,
    id,
    family: 'remask_streams',
    description: 'Random weights for tests',
    licence: 'MIT',
    languages: [],
    ...more,
    files: Object.fromEntries(names.map((name) => [name, fileEntry(join(directory, name))])),
  });
}

function fileEntry(path: string) {
  const content = readFileSync(path);
  return { sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length };
}

function randomTensors(config: StreamsConfig, seed: number) {
  const normal = normalNumbers(seed);
  const tensors = [...tensorShapes(config)].map(([name, shape]) => {
    const fanIn = shape[1];
    const count = shape.reduce((product, length) => product * length, 1);
    // Norms lie around 1; matrices keep the size of what passes through them, so that logits differ clearly.
    const draw = fanIn === undefined ? () => 1 + 0.2 * normal() : () => (2 * normal()) / Math.sqrt(fanIn);
    return [name, { shape, data: Float32Array.from({ length: count }, draw) }] as const;
  });
  return new Map(tensors);
}

/** Box and Muller's transform of uniform numbers. */
function normalNumbers(seed: number): () => number {
  const uniform = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

function writeJson(directory: string, name: string, value: unknown): void {
  writeFileSync(join(directory, name), JSON.stringify(value, null, 2));
}
