/** Writes a run's trace to a file as it happens, so that a run that fails leaves what led to it. */
import { createHash } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import type { TraceHeader, TracePass } from '../decode/trace';
import type { HoleDraft } from '../protocol/messages';
import { fileError } from './sourceFile';

export interface TraceFile {
  header(about: Omit<TraceHeader, 'type' | 'schema' | 'documentSha256'>): void;
  pass(pass: number, holes: readonly HoleDraft[]): void;
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
