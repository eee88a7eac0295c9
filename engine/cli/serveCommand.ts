/** `remask serve --stdio`: the engine for any editor, JSON-RPC with Content-Length headers on stdin and stdout. */
import type { Command } from 'commander';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { serve } from '../server';
import { Engine } from '../server/engine';
import { engineModels } from '../server/engineModels';
import { version } from '../version';

export function addServe(program: Command): void {
  program
    .command('serve')
    .description('serve an editor over JSON-RPC')
    .requiredOption('--stdio', 'speak on stdin and stdout')
    .action(
      () =>
        new Promise<void>((resolve) => {
          const reader = new StreamMessageReader(process.stdin);
          const connection = createMessageConnection(reader, new StreamMessageWriter(process.stdout));
          const end = (): void => {
            connection.dispose();
            process.stdin.destroy();
            resolve();
          };
          const engine = new Engine(engineModels, version);
          serve(connection, engine, end);
          connection.onClose(() => void engine.shutdown().finally(resolve));
          connection.listen();
        }),
    );
}
