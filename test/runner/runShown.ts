/** Runs a command with its output shown, and resolves to its exit code. */
import { spawn } from 'node:child_process';

/** As it comes; or in one piece at the end, so that commands which run at the same time do not speak at once. */
export type Output = 'live' | 'atEnd';

export function runShown(command: string, args: readonly string[], output: Output): Promise<number> {
  return new Promise((resolve, reject) => {
    // npm is a batch file on Windows; what we pass holds nothing that a shell would change.
    const shell = process.platform === 'win32' && command !== process.execPath;
    const to = output === 'live' ? 'inherit' : 'pipe';
    const child = spawn(command, args, { stdio: ['ignore', to, to], shell });
    const held: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => held.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(held));
      resolve(code ?? 1);
    });
  });
}
