/**
 * One engine process: forked, its messages connected, its stderr in the log, its end reported once. Nothing here knows
 * what the messages mean (`client.ts`) or what to do when it dies (`supervisor.ts`).
 */
import { type ChildProcess, fork, type ForkOptions, type SpawnOptions } from 'node:child_process';
import { createInterface } from 'node:readline';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { engineEnvironment } from './environment';
import { EngineStopped, engineErrorOf } from './failure';
import type { Logger } from '../logger';

export interface EngineProcessOptions {
  /** The bundled entry of the engine. */
  readonly modulePath: string;
  /** A Node to run it with; the editor's own when empty. */
  readonly nodePath: string;
  readonly log: Logger;
}

/** How a process ended, in words: `exit code 1`, `signal SIGKILL`. */
export type ExitReason = string;

export class EngineProcess {
  readonly connection: MessageConnection;
  /** Resolves when the process has ended or could not start. Never rejects. */
  readonly ended: Promise<ExitReason>;
  private readonly child: ChildProcess;

  /** Throws `EngineStopped` for a Node that the system does not run at all; most others end at once. */
  constructor(options: EngineProcessOptions) {
    this.child = start(options);
    this.ended = ending(this.child);
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => options.log.info(`engine: ${line}`));
    }
    this.connection = createMessageConnection(new IPCMessageReader(this.child), new IPCMessageWriter(this.child), {
      error: (message) => options.log.error(message),
      warn: (message) => options.log.warn(message),
      info: (message) => options.log.info(message),
      log: (message) => options.log.info(message),
    });
    void this.ended.then(() => this.connection.dispose());
    this.connection.listen();
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}

function start({ modulePath, nodePath }: EngineProcessOptions): ChildProcess {
  const execPath = nodePath || process.execPath;
  try {
    return fork(modulePath, [], forkOptions(execPath, process.env));
  } catch (error) {
    throw new EngineStopped(`${execPath} cannot be run: ${engineErrorOf(error).message}`);
  }
}

/** How the engine is started, whatever it is started with. */
export function forkOptions(execPath: string, env: NodeJS.ProcessEnv): ForkOptions & SpawnOptions {
  return {
    execPath,
    // Debug flags of the host must not leak: two processes cannot share an inspector port.
    execArgv: [],
    env: engineEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // On Windows a Node that is no part of the editor would open a console window and keep it open.
    windowsHide: true,
  };
}

function ending(child: ChildProcess): Promise<ExitReason> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
}
