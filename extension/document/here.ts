/** What this process knows of itself and of its machine. */
import { uptime } from 'node:os';
import type { Here } from './owner';

export function here(): Here {
  const bootedAt = Date.now() - 1000 * uptime();
  // Not from how long the process runs: that clock stands still while the machine sleeps.
  return { processId: process.pid, startedAt: performance.timeOrigin, bootedAt, isAlive };
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}
