/** Opens a folder of the bundled family: its graph is built in memory. */
import { Stream } from '../graph/signature';
import { buildStreamsGraph } from '../graph/streams';
import { readStreamsWeights } from '../graph/streamsWeights';
import type { StreamsFolder } from '../models/manifest';
import type { StreamsConfig } from '../models/streamsConfig';
import { unusableIds } from '../models/vocabulary';
import { fullPass } from './fullPass';
import { GraphRunner } from './graphRunner';
import { slidingWindowMask } from './masks';
import { OrtSession, type SessionOptions } from './ortSession';
import { StreamsModel } from './streamsModel';

export interface OpenedStreams {
  readonly config: StreamsConfig;
  readonly model: StreamsModel;
  readonly runner: GraphRunner;
  logits(ids: readonly number[], rows?: readonly number[]): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}

export async function openStreams(folder: StreamsFolder, options: SessionOptions = {}): Promise<OpenedStreams> {
  const { config, manifest } = folder;
  const { id, calibration, recallGate, projectGate, lengthBias } = manifest;
  const fitted = {
    ...(calibration && { calibration }),
    ...(recallGate && { recallGate }),
    ...(projectGate && { projectGate }),
    ...(lengthBias && { lengthBias }),
  };
  const unusable = unusableIds(folder);
  const session = await OrtSession.create(buildStreamsGraph(config, readStreamsWeights(folder)), options);
  const runner = new GraphRunner(session, {
    layers: config.num_hidden_layers,
    kvHeads: config.num_key_value_heads,
    headDim: config.head_dim,
    theta: config.rope_theta,
    vocabulary: config.vocab_size,
  });
  const fields = (rows: number) => ({ streams: Stream.forward, mask: slidingWindowMask(rows, 0, config.window) });
  return {
    config,
    model: new StreamsModel({ id, config, runner, unusable, ...fitted }),
    runner,
    logits: (ids, rows) => fullPass(runner, { ids, rows, fields: fields(ids.length) }),
    close: () => session.release(),
  };
}
