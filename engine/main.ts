/**
 * The child process behind an editor: JSON-RPC over the fork's IPC channel. Ends with its parent, writes nothing to
 * stdout. Other clients use `remask serve --stdio`.
 */
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { serve } from './server';
import { Engine } from './server/engine';
import { engineModels } from './server/engineModels';
import { version } from './version';

/** Lets the answer to `shutdown` leave through the pipe. */
const FLUSH_MS = 50;

function start(): void {
  if (!process.send) {
    process.stderr.write('remask: this file is the editor’s child process; run `remask serve --stdio` instead\n');
    // Not at once: a pipe takes what is written to it later, on some systems.
    process.exitCode = 2;
    return;
  }
  const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  const engine = new Engine(engineModels, version);
  const end = (): never => process.exit(0);
  serve(connection, engine, () => setTimeout(end, FLUSH_MS));
  // Not in mid-pass: the model's thread would abort the process.
  process.on('disconnect', () => void engine.shutdown().finally(end));
  connection.listen();
}

start();
