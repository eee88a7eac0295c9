/**
 * The models on this machine, each run on a thread of its own: a pass holds its thread, and the engine must answer all the
 * while. The tokenizer stays here, and is read while the thread starts.
 *
 * A thread is never terminated: ONNX Runtime in mid-run would take the process with it. It ends once its model is closed.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import {
  createMessageConnection,
  type MessageConnection,
  PortMessageReader,
  PortMessageWriter,
} from 'vscode-jsonrpc/node';
import { listModels, resolveModel } from '../models/store';
import { readModelFiles } from './modelFiles';
import type { LoadedModel, LoadOptions, ModelHost } from './modelHost';
import { CloseRequest, ExitNotification, OpenRequest } from './worker/protocol';
import { asked, RemoteModel } from './worker/remoteModel';

/** The bundle of `worker/modelWorker.ts`, beside the bundle that runs this. */
const WORKER = join(__dirname, 'modelWorker.js');

export const workerModels: ModelHost = {
  list: listModels,

  async load(idOrDirectory: string | undefined, options: LoadOptions): Promise<LoadedModel> {
    const started = performance.now();
    const { folder } = resolveModel(idOrDirectory);
    const connection = startThread();
    const close = async (): Promise<void> => {
      await connection.sendRequest(CloseRequest);
      await connection.sendNotification(ExitNotification);
    };
    const opening = asked(() => connection.sendRequest(OpenRequest, { idOrDirectory, ...options }));
    try {
      const files = readModelFiles(folder.directory);
      const { info, ...facts } = await opening;
      const model = new RemoteModel(connection, { info, ...facts });
      return { info, model, ...files, loadMs: performance.now() - started, close };
    } catch (error) {
      // Both may fail, and a thread that still opens its model has nothing to close yet.
      await opening.catch(() => undefined);
      await close().catch(() => undefined);
      throw error;
    }
  },
};

function startThread(): MessageConnection {
  const worker = new Worker(WORKER);
  const connection = createMessageConnection(new PortMessageReader(worker), new PortMessageWriter(worker));
  // Whatever waits for an answer then learns that none will come.
  worker.once('exit', () => connection.dispose());
  connection.listen();
  return connection;
}
