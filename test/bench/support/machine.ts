/** What figures belong to: the machine, the runtimes and how busy it was. */
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { threadsOf } from '../../../engine/runtime/ortSession';
import { REPOSITORY_ROOT } from '../../host/repositoryRoot';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
  readonly onnxruntime: string;
  /** Threads of one run of a graph. */
  readonly threads: number;
  /** Runnable processes on average over the last minute, before the first part and after the last. */
  readonly loadBefore: number;
  readonly loadAfter?: number;
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
    onnxruntime: installedVersion('onnxruntime-node'),
    threads: threadsOf(),
    loadBefore: currentLoad(),
  };
}

export function currentLoad(): number {
  return Number((loadavg()[0] ?? 0).toFixed(2));
}

function installedVersion(name: string): string {
  const path = join(REPOSITORY_ROOT, 'node_modules', name, 'package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
