/**
 * A long-running command whose whole process group ends with us, however we end (see guard.mjs), and whose output can
 * be read as it comes.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface GuardedProcess {
  /** Resolves when the command has ended, with its exit code. */
  readonly exited: Promise<number>;
  /** Everything written to stdout and stderr so far. */
  output(): string;
  onOutput(listener: (text: string) => void): void;
  stop(): Promise<void>;
}

export function startGuarded(command: string, args: readonly string[], env: NodeJS.ProcessEnv): GuardedProcess {
  const guard = join(import.meta.dirname, 'guard.mjs');
  // Detached: Ctrl+C in a terminal reaches only us, and we end the rest in order.
  const child = spawn(process.execPath, [guard, command, ...args], { env, detached: true });
  let output = '';
  const listeners: ((text: string) => void)[] = [];
  const add = (chunk: Buffer): void => {
    output += chunk.toString();
    for (const listener of listeners) listener(chunk.toString());
  };
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  child.stdin.on('error', () => undefined);
  const exited = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? 1)));
  return {
    exited,
    output: () => output,
    onOutput: (listener) => listeners.push(listener),
    stop: async () => {
      child.stdin.end();
      await exited;
    },
  };
}
