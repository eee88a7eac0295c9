/**
 * The child process behind an editor: JSON-RPC over the fork's IPC channel. Ends with its parent, writes nothing to
 * stdout. Other clients use `remask serve --stdio`.
 */
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { serve } from './server';
import { Engine } from './server/engine';
import { localModels } from './server/localModels';
import { version } from './version';

/** Lets the answer to `shutdown` leave through the pipe. */
const FLUSH_MS = 50;

function start(): void {
  if (!process.send) {
    process.stderr.write('remask: this file is the editor’s child process; run `remask serve --stdio` instead\n');
    process.exit(2);
  }
  const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  serve(connection, new Engine(localModels, version), () => setTimeout(() => process.exit(0), FLUSH_MS));
  process.on('disconnect', () => process.exit(0));
  connection.listen();
}

start();
