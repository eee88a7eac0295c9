import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_FILE_BYTES, readSource, requireWritable, writeSource } from '../../../engine/cli/sourceFile';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'remask-file-'));
  path = join(folder, 'a.ts');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('readSource', () => {
  it('takes a file at the limit and refuses one byte more', () => {
    writeFileSync(path, Buffer.alloc(MAX_FILE_BYTES, 'a'));
    expect(readSource(path).text).toHaveLength(MAX_FILE_BYTES);
    writeFileSync(path, Buffer.alloc(MAX_FILE_BYTES + 1, 'a'));
    expect(() => readSource(path)).toThrow(/too large \(8388609 bytes, the limit is 8388608\)/);
    writeFileSync(path, Buffer.alloc(MAX_FILE_BYTES + 2 ** 20, 'a'));
    expect(() => readSource(path)).toThrow(/too large \(9 MB, the limit is 8 MB\)/);
  });

  it('sets a byte order mark aside', () => {
    writeFileSync(path, '\ufeff\ufeffa');
    expect(readSource(path)).toEqual({ path, text: '\ufeffa', byteOrderMark: true });
  });
});

describe('writeSource', () => {
  it('replaces the text and keeps byte order mark, mode and link', () => {
    writeFileSync(path, '\ufeffone\r\n');
    chmodSync(path, 0o751);
    // Windows keeps no more of it than whether one may write.
    const { mode } = statSync(path);
    const link = join(folder, 'link.ts');
    symlinkSync(path, link);
    writeSource(readSource(link), 'two\r\n');
    expect(readFileSync(path, 'utf8')).toBe('\ufefftwo\r\n');
    expect(statSync(path).mode).toBe(mode);
    expect(readdirSync(folder).sort()).toEqual(['a.ts', 'link.ts']);
  });

  it('refuses to overwrite what changed meanwhile', () => {
    writeFileSync(path, 'one');
    const file = readSource(path);
    writeFileSync(path, 'other');
    expect(() => writeSource(file, 'two')).toThrow(/changed during the run/);
    expect(readFileSync(path, 'utf8')).toBe('other');
  });

  it('leaves no temporary file behind when it fails', () => {
    writeFileSync(path, 'one');
    writeFileSync(join(folder, `.a.ts.remask-${process.pid}`), 'in the way');
    expect(() => writeSource(readSource(path), 'two')).toThrow(/cannot write/);
    expect(readFileSync(path, 'utf8')).toBe('one');
  });
});

describe('requireWritable', () => {
  it('refuses a file that nobody may write', () => {
    writeFileSync(path, 'one', { mode: 0o444 });
    expect(() => requireWritable(path)).toThrow(/read-only/);
    chmodSync(path, 0o644);
    expect(() => requireWritable(path)).not.toThrow();
  });
});
