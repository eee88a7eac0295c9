/**
 * Opens a model: finds its folder, starts a session on its graph. The one entry to this folder for the server and the
 * command line.
 */
import { join } from 'node:path';

import type { CanvasModel, CanvasRequest } from '../decode/canvasModel';
import type { Body } from '../models/body';
import { GRAPH_FILE, TOKENIZER_FILE, type ImportedFolder } from '../models/manifest';
import { requireFit } from '../models/fit';
import { resolveModel, type StoredModel } from '../models/store';
import { unusableIds } from '../models/vocabulary';
import type { ModelInfo } from '../protocol/messages';
import { DenseModel, type DenseModelOptions } from './denseModel';
import { encodedRows } from './encodedRows';
import { fullPass, type FullPass } from './fullPass';
import { GraphRunner, type GraphSizes } from './graphRunner';
import { blockCausalMask } from './masks';
import { openStreams } from './openStreams';
import { OrtSession, type SessionOptions } from './ortSession';

/** Beyond the session's: what imported models take. */
export type OpenOptions = SessionOptions & Pick<DenseModelOptions, 'refreshEvery' | 'reach'>;

export interface OpenedModel {
  readonly info: ModelInfo;
  readonly model: CanvasModel & {
    /** The raw logits of the requested rows, nothing suppressed: [rows, vocabulary], row by row. */
    canvasLogits(request: CanvasRequest): Promise<Float32Array>;
  };
  readonly runner: GraphRunner;
  /** tokenizer.json of the folder. */
  readonly tokenizerPath: string;
  /** Milliseconds that opening took. */
  readonly loadMs: number;
  /**
   * Raw logits of one full forward pass over `ids`, which are taken as they are (no begin token is added); of the forward
   * stream in the bundled family. Returns one array of vocabulary length per requested row; all rows when none are named.
   */
  logits(ids: readonly number[], rows?: readonly number[]): Promise<readonly Float32Array[]>;
  /** Frees the session. Nothing may be asked afterwards. */
  close(): Promise<void>;
}

type Running = Pick<OpenedModel, 'model' | 'runner' | 'logits' | 'close'>;

/** Throws EngineError `input` for an unknown name, `model` if the folder is broken. */
export async function openModel(idOrDirectory?: string, options: OpenOptions = {}): Promise<OpenedModel> {
  const stored = resolveModel(idOrDirectory);
  return openStored(stored, options);
}

async function openStored({ folder, info }: StoredModel, options: OpenOptions = {}): Promise<OpenedModel> {
  const started = performance.now();
  requireFit(info);
  const opened = await (folder.kind === 'streams' ? openStreams(folder, options) : openImported(folder, options));
  const tokenizerPath = join(folder.directory, TOKENIZER_FILE);
  return { info, tokenizerPath, loadMs: performance.now() - started, ...opened };
}

async function openImported(folder: ImportedFolder, options: OpenOptions): Promise<Running> {
  const { body, id, chat } = folder.manifest;
  const unusable = unusableIds(folder);
  const session = await OrtSession.create(join(folder.directory, GRAPH_FILE), options);
  const runner = new GraphRunner(session, graphSizes(body));
  return {
    model: new DenseModel({ id, body, ...(chat && { chat }), runner, unusable, ...options }),
    runner,
    logits: (ids, rows) => fullPass(runner, { ids, rows, fields: fullPassFields(body, ids.length) }),
    close: () => session.release(),
  };
}

function graphSizes({ wide, canvas, ...body }: Body): GraphSizes {
  const { dims, theta } = body.rotary;
  return {
    ...body,
    ...{ rotaryDims: dims, theta },
    ...(wide && { wide: { ...wide, theta: wide.rotary.theta, turning: wide.rotary.dims } }),
    ...(canvas && { conditioned: body.hidden }),
  };
}

/** Which rows see which. Of a body that encodes its context, the last rows are the canvas, as many as it may have. */
function fullPassFields({ attention }: Body, rows: number): FullPass['fields'] {
  switch (attention.kind) {
    case 'bidirectional':
      return {};
    case 'block-causal':
      return { mask: blockCausalMask(rows, 0, attention.block) };
    case 'encoded':
      return encodedRows(Math.max(0, rows - attention.canvas), Math.min(rows, attention.canvas), attention.window);
  }
}
