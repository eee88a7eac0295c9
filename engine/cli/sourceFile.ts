/**
 * The user's file: read whole or not at all, written whole or not at all. A byte order mark, line breaks and mode bits
 * stay as they were.
 */
import { chmodSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EngineError } from '../protocol/errors';

/** Beyond this a text file is a dump, and reading it costs seconds. */
export const MAX_FILE_BYTES = 8 * 2 ** 20;
const BYTE_ORDER_MARK = '\ufeff';

export interface SourceFile {
  readonly path: string;
  /** Without a byte order mark. */
  readonly text: string;
  readonly byteOrderMark: boolean;
}

/** What the engine calls it. */
export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

/** Throws an `input` error if there is no such file, or it is not text, or larger than `MAX_FILE_BYTES`. */
export function readSource(path: string): SourceFile {
  const bytes = readBytes(path);
  if (bytes.includes(0)) throw new EngineError('input', `${path} is binary or UTF-16: give a UTF-8 text file`);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const byteOrderMark = text.startsWith(BYTE_ORDER_MARK);
    return { path, text: byteOrderMark ? text.slice(1) : text, byteOrderMark };
  } catch {
    throw new EngineError('input', `${path} is not UTF-8: convert it first`);
  }
}

function readBytes(path: string): Buffer {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) throw new EngineError('input', `${path} is not a file: name a text file`);
    if (stats.size > MAX_FILE_BYTES) {
      throw new EngineError('input', `${path} is too large (${sizesOf(stats.size)}): cut out the part that matters`);
    }
    return readFileSync(path);
  } catch (error) {
    throw fileError(error, path, 'read');
  }
}

/** In megabytes, or to the byte where those would be the same. */
function sizesOf(bytes: number): string {
  const megabytes = (count: number): string => `${Math.round(count / 2 ** 20)} MB`;
  const [size, limit] = [megabytes(bytes), megabytes(MAX_FILE_BYTES)];
  return size === limit ? `${bytes} bytes, the limit is ${MAX_FILE_BYTES}` : `${size}, the limit is ${limit}`;
}

/** Throws an `input` error now rather than after a run if the file could not be replaced later. */
export function requireWritable(path: string): void {
  const anyoneMayWrite = 0o222;
  if ((statSync(path).mode & anyoneMayWrite) === 0) {
    throw new EngineError('input', `${path} is read-only: make it writable or leave out --write`);
  }
}

/** Replaces the file's text through a temporary file beside it. Throws `stale` if the file changed since it was read. */
export function writeSource({ path, text, byteOrderMark }: SourceFile, changed: string): void {
  const mark = byteOrderMark ? BYTE_ORDER_MARK : '';
  const target = realpathSync(path);
  if (readFileSync(target, 'utf8') !== mark + text) {
    throw new EngineError('stale', `${path} changed during the run and was not written: run again`);
  }
  const temporary = join(dirname(target), `.${basename(target)}.remask-${process.pid}`);
  try {
    writeFileSync(temporary, mark + changed, { flag: 'wx' });
    chmodSync(temporary, statSync(target).mode);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw fileError(error, path, 'write');
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EBUSY: 'another program has it in use',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left',
};

/** What node says about files, as one line for a person. */
export function fileError(error: unknown, path: string, verb: 'read' | 'write'): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const isNowhere = verb === 'write' && error.code === 'ENOENT';
  const reason = isNowhere ? 'no such folder' : (reasons[String(error.code)] ?? String(error.code));
  return new EngineError('input', `cannot ${verb} ${path}: ${reason}`);
}
