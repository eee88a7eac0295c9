/** Writes a run's trace to a file as it happens, so that a run that fails leaves what led to it. */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import type { TraceHeader, TracePass } from '../decode/trace';
import { EngineError } from '../protocol/errors';
import type { HoleDraft } from '../protocol/messages';
import { isSameFile } from '../sameFile';
import { fileError } from './sourceFile';

export interface TraceFile {
  header(about: Omit<TraceHeader, 'type' | 'schema' | 'documentSha256'>): void;
  pass(pass: number, holes: readonly HoleDraft[]): void;
}

/** What a run reads, which its trace must not be written over. */
export interface Read {
  readonly source: string;
  readonly schema?: string | undefined;
  /** Files of the project. */
  readonly project?: readonly string[];
}

/** Throws an `input` error before a run if its trace would be written over what it reads, under whatever name. */
export function requireOtherFile(trace: string | undefined, { source, schema, project = [] }: Read): void {
  if (trace === undefined || !existsSync(trace)) return;
  const read = {
    'the source itself': [source],
    'the schema': schema === undefined ? [] : [schema],
    'a file of the project': project,
  };
  const [what] = Object.entries(read).find(([, files]) => files.some((file) => isSameFile(trace, file))) ?? [];
  if (what) throw new EngineError('input', `--trace ${trace} is ${what}: name another file`);
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
