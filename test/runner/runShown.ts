/** Runs a command with its output shown, and resolves to its exit code. */
import { spawn } from 'node:child_process';

export function runShown(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    // npm is a batch file on Windows; what we pass holds nothing that a shell would change.
    const shell = process.platform === 'win32' && command !== process.execPath;
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], shell });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
