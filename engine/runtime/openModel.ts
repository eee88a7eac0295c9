/**
 * Opens a model: finds its folder, builds its graph in memory, starts a session. The one entry to this folder for the
 * server and the command line.
 */
import { join } from 'node:path';

import type { CanvasModel } from '../decode/canvasModel';
import { Output, Stream } from '../graph/signature';
import { buildStreamsGraph } from '../graph/streams';
import { readStreamsWeights } from '../graph/streamsWeights';
import { TOKENIZER_FILE } from '../models/manifest';
import { resolveModel, type StoredModel } from '../models/store';
import type { StreamsConfig } from '../models/streamsConfig';
import { unusableIds } from '../models/vocabulary';
import { EngineError } from '../protocol/errors';
import type { ModelInfo } from '../protocol/messages';
import { streamPositions } from './canvasContext';
import { floats, GraphRunner } from './graphRunner';
import { allocateKeyValues } from './keyValues';
import { slidingWindowMask } from './masks';
import { OrtSession, type SessionOptions } from './ortSession';
import { StreamsModel } from './streamsModel';

export interface OpenedModel {
  readonly info: ModelInfo;
  readonly config: StreamsConfig;
  readonly model: StreamsModel & CanvasModel;
  readonly runner: GraphRunner;
  /** tokenizer.json of the folder. */
  readonly tokenizerPath: string;
  /** Milliseconds that opening took. */
  readonly loadMs: number;
  /**
   * Raw logits of one full forward pass of the forward stream over `ids`, which are taken as they are (no begin token is
   * added). Returns one array of vocabulary length per requested row; all rows when none are named.
   */
  logits(ids: readonly number[], rows?: readonly number[]): Promise<readonly Float32Array[]>;
  /** Frees the session. Nothing may be asked afterwards. */
  close(): Promise<void>;
}

/** Longest input of `logits`: its mask is quadratic. */
const MAX_FULL_PASS = 2048;

/** Throws EngineError `input` for an unknown name, `model` if the folder is broken. */
export async function openModel(idOrDirectory?: string, options: SessionOptions = {}): Promise<OpenedModel> {
  return openStored(resolveModel(idOrDirectory), options);
}

export async function openStored({ folder, info }: StoredModel, options: SessionOptions = {}): Promise<OpenedModel> {
  const started = performance.now();
  const { config, manifest, directory } = folder;
  const unusable = unusableIds(folder);
  const session = await OrtSession.create(buildStreamsGraph(config, readStreamsWeights(folder)), options);
  const runner = new GraphRunner(session, sizesOf(config));
  return {
    info,
    config,
    model: new StreamsModel({ id: manifest.id, config, runner, unusable }),
    runner,
    tokenizerPath: join(directory, TOKENIZER_FILE),
    loadMs: performance.now() - started,
    logits: (ids, rows = ids.map((_, row) => row)) => forwardLogits(runner, config, { ids, rows }),
    close: () => session.release(),
  };
}

function sizesOf(config: StreamsConfig) {
  return {
    layers: config.num_hidden_layers,
    kvHeads: config.num_key_value_heads,
    headDim: config.head_dim,
    theta: config.rope_theta,
    vocabulary: config.vocab_size,
  };
}

async function forwardLogits(
  runner: GraphRunner,
  { window, vocab_size }: StreamsConfig,
  { ids, rows }: { readonly ids: readonly number[]; readonly rows: readonly number[] },
): Promise<readonly Float32Array[]> {
  checkIds(ids, vocab_size);
  if (rows.length === 0 || rows.some((row) => !Number.isInteger(row) || row < 0 || row >= ids.length)) {
    throw new EngineError('input', `Rows must be given as numbers from 0 to ${ids.length - 1}.`);
  }
  const input = {
    ids,
    streams: Stream.forward,
    positions: streamPositions(1, 0, ids.length),
    past: allocateKeyValues(runner.sizes, 0),
    mask: slidingWindowMask(ids.length, 0, window),
  };
  const logits = floats((await runner.ask(input, { rows }, [Output.logits]))[Output.logits]);
  return rows.map((_, index) => logits.subarray(index * vocab_size, (index + 1) * vocab_size));
}

function checkIds(ids: readonly number[], vocabulary: number): void {
  if (ids.length === 0 || ids.length > MAX_FULL_PASS) {
    throw new EngineError('input', `Give between 1 and ${MAX_FULL_PASS} token ids, not ${ids.length}.`);
  }
  const stray = ids.find((id) => !Number.isInteger(id) || id < 0 || id >= vocabulary);
  if (stray !== undefined)
    throw new EngineError('input', `Token ids go from 0 to ${vocabulary - 1}; ${stray} does not.`);
}
