// Runs a command in a process group of its own and ends that whole group when this process's standard input closes.
// The pipe closes on every exit path of whoever started us, a kill included, so that no server is ever left behind.
// Plain JavaScript: it must start fast and without a loader.
import { spawn } from 'node:child_process';

const GRACE_MS = 2000;
const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });

const endGroup = (signal) => {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Already gone.
  }
};

child.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on('exit', (code) => {
  endGroup('SIGKILL');
  process.exit(code ?? 1);
});
process.stdin.resume().on('close', () => {
  endGroup('SIGTERM');
  setTimeout(() => endGroup('SIGKILL'), GRACE_MS);
});
// Only the pipe decides.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
