/** A model host and a connected client for tests of the server: no weights, no process. */
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { EngineError } from '../../engine/protocol/errors';
import type { ModelInfo } from '../../engine/protocol/messages';
import { serve } from '../../engine/server';
import { Engine } from '../../engine/server/engine';
import type { LoadedModel, ModelHost } from '../../engine/server/modelHost';
import { fakeModel, testTokenizer, type FakeModel, type FakeOptions } from './fakeModel';

export interface FakeHost extends ModelHost {
  /** Every model loaded, in order. */
  readonly models: readonly FakeModel[];
  readonly closed: readonly string[];
}

/** Knows the models `fake` and `other`; each pass takes `passMs`. */
export function fakeHost(options: FakeOptions, passMs = 0): FakeHost {
  const models: FakeModel[] = [];
  const closed: string[] = [];
  return {
    models,
    closed,
    list: () => [modelInfo('fake')],
    async load(id = 'fake'): Promise<LoadedModel> {
      if (id !== 'fake' && id !== 'other') throw new EngineError('model', `there is no model named ${id}`);
      const model = fakeModel(options);
      models.push(model);
      return {
        info: modelInfo(id),
        model: { ...model, predict: (...question) => delay(passMs).then(() => model.predict(...question)) },
        tokenizer: testTokenizer(),
        sha256: id,
        loadMs: 1,
        close: async () => void closed.push(id),
      };
    },
  };
}

function modelInfo(id: string): ModelInfo {
  return {
    id,
    directory: `/${id}`,
    family: 'fake',
    source: 'bundled',
    parameters: 1,
    bytes: 1,
    memoryBytes: 1,
    fits: true,
    licence: 'MIT',
    description: '',
  };
}

export interface Client extends MessageConnection {
  readonly engine: Engine;
  readonly shutdowns: readonly number[];
}

/** A client connected to a server of its own over streams in memory. */
export function connectClient(host: ModelHost): Client {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const engine = new Engine(host, '0.0.0');
  const shutdowns: number[] = [];
  const server = createMessageConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
  serve(server, engine, () => shutdowns.push(1));
  server.listen();
  const client = createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  client.listen();
  return Object.assign(client, { engine, shutdowns });
}
