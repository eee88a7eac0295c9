/**
 * Loads the weights of a `remask_streams` folder and arranges them as the graph wants them: projections that read the
 * same input are stacked into one matrix.
 */
import { join } from 'node:path';

import { WEIGHTS_FILE, type ModelFolder } from '../models/manifest';
import { SafetensorsFile } from '../models/safetensors';
import { tensorShapes } from '../models/streamsConfig';
import type { Float32Tensor } from './builder';
import { stack, type LinearWeights } from './linear';
import type { LayerWeights } from './transformer';

export interface StreamsWeights {
  /** [V, hidden]: token embedding and head. */
  readonly head: LinearWeights;
  /** [3, hidden] */
  readonly streams: Float32Tensor;
  /** [hidden] */
  readonly norm: Float32Tensor;
  readonly layers: readonly LayerWeights[];
}

type Read = (name: string) => Float32Tensor;

/** Throws EngineError `model` if the file lacks a tensor or its shape contradicts config.json. */
export function readStreamsWeights({ directory, config }: ModelFolder): StreamsWeights {
  const shapes = tensorShapes(config);
  const file = SafetensorsFile.open(join(directory, WEIGHTS_FILE));
  try {
    const read: Read = (name) => file.read(`${name}.weight`, shapes.get(`${name}.weight`) ?? []);
    return {
      head: { name: 'embed_tokens', matrix: read('embed_tokens') },
      streams: read('embed_streams'),
      norm: read('norm'),
      layers: Array.from({ length: config.num_hidden_layers }, (_, index) => readLayer(index, read)),
    };
  } finally {
    file.close();
  }
}

function readLayer(index: number, readAny: Read): LayerWeights {
  const read: Read = (name) => readAny(`layers.${index}.${name}`);
  const matrix = (name: string, ...parts: string[]) => stack(`layer_${index}.${name}`, parts.map(read));
  return {
    inputNorm: read('input_layernorm'),
    query: matrix('query', 'q_proj'),
    keyValue: matrix('key_value', 'k_proj', 'v_proj'),
    queryNorm: read('q_norm'),
    keyNorm: read('k_norm'),
    output: matrix('output', 'o_proj'),
    postNorm: read('post_attention_layernorm'),
    gateUp: matrix('gate_up', 'gate_proj', 'up_proj'),
    down: matrix('down', 'down_proj'),
  };
}
