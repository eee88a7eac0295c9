/** Copies of the tiny published model, to be damaged in one way each. */
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { encodeRaw } from './safetensorsWriter';

export const PUBLISHED_FIXTURE = fileURLToPath(new URL('../fixtures/families/open-dcoder/model', import.meta.url));

export function publishedFiles(): ReadonlyMap<string, Buffer> {
  return new Map(readdirSync(PUBLISHED_FIXTURE).map((name) => [name, readFileSync(join(PUBLISHED_FIXTURE, name))]));
}

export function copyPublished(to: string): string {
  rmSync(to, { recursive: true, force: true });
  cpSync(PUBLISHED_FIXTURE, to, { recursive: true });
  return to;
}

export interface HeaderEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

export type Header = Record<string, HeaderEntry>;

/** Rewrites the header of the folder's weights. */
export function editWeights(folder: string, edit: (header: Header) => void): void {
  const path = join(folder, 'model.safetensors');
  const bytes = readFileSync(path);
  const begin = 8 + Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.subarray(8, begin).toString()) as Header;
  edit(header);
  writeFileSync(path, encodeRaw(JSON.stringify(header), bytes.subarray(begin)));
}

export function editJson(folder: string, name: string, edit: (json: Record<string, unknown>) => object): void {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(edit(JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>)));
}
