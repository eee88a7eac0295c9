/** Writes a run's trace to a file as it happens, so that a run that fails leaves what led to it. */
import { createHash } from 'node:crypto';
import { appendFileSync, statSync, writeFileSync, type BigIntStats } from 'node:fs';
import type { TraceHeader, TracePass } from '../decode/trace';
import { EngineError } from '../protocol/errors';
import type { HoleDraft } from '../protocol/messages';
import { fileError } from './sourceFile';

export interface TraceFile {
  header(about: Omit<TraceHeader, 'type' | 'schema' | 'documentSha256'>): void;
  pass(pass: number, holes: readonly HoleDraft[]): void;
}

/** Throws an `input` error before a run if its trace would be written over the file that it is about, under whatever name. */
export function requireOtherFile(trace: string | undefined, source: string): void {
  const [own, other] = [statsOf(source), trace === undefined ? undefined : statsOf(trace)];
  if (!own || own.ino !== other?.ino || own.dev !== other.dev) return;
  throw new EngineError('input', `--trace ${trace} is the source itself: name another file`);
}

/** `undefined` for what is not there, or cannot be reached: that is told when it is written. */
function statsOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}

/** `path` absent: records nothing. */
export function createTraceFile(path: string | undefined, text: string): TraceFile {
  if (path === undefined) return { header: () => undefined, pass: () => undefined };
  const documentSha256 = createHash('sha256').update(text).digest('hex');
  return {
    header: (about) => writeLine(writeFileSync, path, { type: 'trace', schema: 1, documentSha256, ...about }),
    pass: (pass, holes) => writeLine(appendFileSync, path, { type: 'pass', pass, holes }),
  };
}

function writeLine(write: (path: string, data: string) => void, path: string, line: TraceHeader | TracePass): void {
  try {
    write(path, `${JSON.stringify(line)}\n`);
  } catch (error) {
    throw fileError(error, path, 'write');
  }
}
