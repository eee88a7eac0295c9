/** A thread with one model on it. Started by `workerModels.ts`; ends by itself once its model is closed. */
import { parentPort } from 'node:worker_threads';
import { createMessageConnection, PortMessageReader, PortMessageWriter } from 'vscode-jsonrpc/node';
import { serveModel } from './serveModel';

const port = parentPort;
if (port) {
  const connection = createMessageConnection(new PortMessageReader(port), new PortMessageWriter(port));
  serveModel(connection, () => port.close());
  connection.listen();
}
