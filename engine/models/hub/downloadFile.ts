/**
 * Brings one file of a repository to disk. What has come lies in `NAME.partial`, which a later attempt goes on from; under
 * its own name a file is complete and its hash compared.
 */
import { open, rm, stat, truncate, writeFile } from 'node:fs/promises';

import { EngineError } from '../../protocol/errors';
import { explainDisk } from '../disk';
import { renameOnceFree } from '../renameOnceFree';
import { hasContent } from './contentHash';
import { cutOff, damaged } from './hubErrors';
import type { OpenFile } from './hubClient';
import type { RepositoryFile } from './listing';

export const PARTIAL = '.partial';

/** Attempts in a row that bring nothing, before giving up. An attempt that brought something starts the count anew. */
const MAX_BARREN = 4;
const FIRST_PAUSE_MS = 500;

export interface DownloadWatch {
  readonly signal?: AbortSignal;
  /** Bytes of this file that are here now. */
  readonly onBytes: (here: number) => void;
  readonly onVerify: () => void;
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<unknown>;
}

export type Request = (offset: number) => Promise<OpenFile>;

/** Throws EngineError `network` or `space`, or the signal's reason. */
export async function downloadFile(request: Request, file: RepositoryFile, target: string, watch: DownloadWatch): Promise<void> {
  const partial = `${target}${PARTIAL}`;
  if (file.size === 0) await writeFile(partial, '');
  else await receive(request, file, partial, watch);
  watch.onVerify();
  if (!(await hasContent(partial, file, watch.signal))) {
    await rm(partial, { force: true });
    throw damaged(file.name);
  }
  await renameOnceFree(partial, target);
}

/** Repeats requests until the file is whole. */
async function receive(request: Request, file: RepositoryFile, partial: string, watch: DownloadWatch): Promise<void> {
  let barren = 0;
  for (let here = await sizeOf(partial); here < file.size; ) {
    const before = here;
    const failure = await attempt(request, file, partial, watch);
    here = await sizeOf(partial);
    barren = here > before ? 0 : barren + 1;
    if (here >= file.size) return;
    if (barren >= MAX_BARREN) throw failure ?? cutOff(file.name, here, file.size);
    if (barren > 0) await watch.pause(FIRST_PAUSE_MS * 2 ** (barren - 1));
    watch.signal?.throwIfAborted();
  }
}

/** One request. Returns the failure that another attempt may mend; throws any other. */
async function attempt(
  request: Request,
  file: RepositoryFile,
  partial: string,
  watch: DownloadWatch,
): Promise<Error | undefined> {
  try {
    const here = await sizeOf(partial);
    const { start, body } = await request(here);
    if (start < here) await truncate(partial, start);
    await append(body, file, partial, { start, onBytes: watch.onBytes });
    return undefined;
  } catch (error) {
    watch.signal?.throwIfAborted();
    if (error instanceof EngineError && error.kind !== 'network') throw error;
    const full = explainDisk(error, partial);
    if (full) throw full;
    return error instanceof EngineError ? error : undefined;
  }
}

/** Every byte that arrives is on disk when this ends, however it ends. */
async function append(
  body: AsyncIterable<Uint8Array>,
  { name, size }: RepositoryFile,
  partial: string,
  { start, onBytes }: { readonly start: number; readonly onBytes: (here: number) => void },
): Promise<void> {
  const out = await open(partial, 'a');
  try {
    let here = start;
    for await (const chunk of body) {
      here += chunk.length;
      if (here > size) throw oversized(name, size);
      await out.appendFile(chunk);
      onBytes(here);
    }
  } finally {
    await out.close();
  }
}

/** A server that sends more than it listed is not listened to further. */
function oversized(name: string, size: number): EngineError {
  return new EngineError('model', `The hub sends more of ${name} than it lists (${size} bytes). Try again later.`);
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
