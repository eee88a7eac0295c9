/** The files of a model folder while it is being written: each with its length and hash. */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import type { PlacedWeight } from '../graph/builder';

export interface ConversionProgress {
  /** Bytes of converted weights written, and to be written in all. */
  readonly done: number;
  readonly total: number;
}

export interface FileEntry {
  readonly sha256: string;
  readonly bytes: number;
}

/** Small files that people and other tools may want beside the graph. */
const COPIED = [
  'config.json',
  'generation_config.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'chat_template.jinja',
  'LICENSE',
  'README.md',
];

export function copyJsonFiles(source: string, target: string): Record<string, FileEntry> {
  const present = COPIED.filter((name) => existsSync(join(source, name)));
  for (const name of present) copyFileSync(join(source, name), join(target, name));
  return Object.fromEntries(present.map((name) => [name, entryOf(readFileSync(join(target, name)))]));
}

export function writeText(directory: string, name: string, content: string | Uint8Array): FileEntry {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  writeFileSync(join(directory, name), bytes);
  return entryOf(bytes);
}

function entryOf(content: Uint8Array): FileEntry {
  return { sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length };
}

interface WriteHooks {
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: ConversionProgress) => void) | undefined;
}

/** Writes weights at their offsets, zeros between them. The event loop has its turn after every chunk. */
export async function writeWeights(
  path: string,
  weights: readonly PlacedWeight[],
  { signal, onProgress }: WriteHooks,
): Promise<FileEntry> {
  const total = weights.reduce((end, { data, offset }) => Math.max(end, offset + data.bytes), 0);
  const file = new HashedFile(await open(path, 'wx'));
  try {
    for (const { data, offset } of weights) {
      await file.padTo(offset);
      for (const chunk of data.chunks()) {
        await file.append(chunk);
        await new Promise((resolve) => setImmediate(resolve));
        signal?.throwIfAborted();
        onProgress?.({ done: file.length, total });
      }
    }
    return file.entry();
  } finally {
    await file.close();
  }
}

class HashedFile {
  private readonly hash = createHash('sha256');
  length = 0;

  constructor(private readonly handle: FileHandle) {}

  async append(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    this.hash.update(bytes);
    await this.handle.writeFile(bytes);
    this.length += bytes.length;
  }

  async padTo(offset: number): Promise<void> {
    await this.append(new Uint8Array(Math.max(0, offset - this.length)));
  }

  entry(): FileEntry {
    return { sha256: this.hash.digest('hex'), bytes: this.length };
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}
