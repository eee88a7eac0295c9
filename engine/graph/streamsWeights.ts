/**
 * Loads the weights of a `remask_streams` folder and arranges them as the graph wants them: projections that read the
 * same input are stacked into one matrix.
 */
import type { BodyWeights, LayerWeights } from '../models/bodyWeights';
import { Checkpoint } from '../models/checkpoint';
import type { StreamsFolder } from '../models/manifest';
import { stack, toMatrix, type Tensor } from '../models/matrix';
import { tensorShapes } from '../models/streamsConfig';

/** The head is the embedding. */
export interface StreamsWeights extends BodyWeights {
  /** [3, hidden] */
  readonly streams: Tensor;
}

type Read = (name: string) => Tensor;

/** Throws EngineError `model` if the files lack a tensor or its shape contradicts config.json. */
export function readStreamsWeights({ directory, config }: Pick<StreamsFolder, 'directory' | 'config'>): StreamsWeights {
  const shapes = tensorShapes(config);
  const checkpoint = Checkpoint.open(directory);
  try {
    const read: Read = (name) => checkpoint.tensor(`${name}.weight`, shapes.get(`${name}.weight`) ?? []);
    const embedding = toMatrix(read('embed_tokens'));
    return {
      embedding,
      head: { matrix: embedding },
      streams: read('embed_streams'),
      norm: { weight: read('norm') },
      layers: Array.from({ length: config.num_hidden_layers }, (_, index) => readLayer(index, read)),
    };
  } finally {
    checkpoint.close();
  }
}

function readLayer(index: number, readAny: Read): LayerWeights {
  const read: Read = (name) => readAny(`layers.${index}.${name}`);
  const linear = (...parts: string[]) => ({ matrix: stack(parts.map((part) => toMatrix(read(part)))) });
  return {
    inputNorm: { weight: read('input_layernorm') },
    attention: {
      query: linear('q_proj'),
      keyValue: linear('k_proj', 'v_proj'),
      queryNorm: read('q_norm'),
      keyNorm: read('k_norm'),
      output: linear('o_proj'),
    },
    postNorm: { weight: read('post_attention_layernorm') },
    feedForward: { kind: 'gated', gateUp: linear('gate_proj', 'up_proj'), down: linear('down_proj') },
  };
}
