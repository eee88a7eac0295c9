import { execFileSync } from 'node:child_process';

/** What the operating system holds in memory for a process. */
export function residentMegabytes(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}
