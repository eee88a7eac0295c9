/**
 * Holes with a known answer: stretches of source lines of this repository, which no model here was trained on. The same
 * seed gives the same holes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../engine/decode/random';
import type { Tokenizer } from '../../engine/text/tokenizer';

export interface InfillItem {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Tokens of the answer. */
  readonly tokens: number;
}

export interface ItemOptions {
  readonly count: number;
  readonly tokens: number;
  readonly seed?: number;
}

const FOLDERS = ['engine/decode', 'engine/server', 'engine/cli', 'extension/session', 'extension/flow', 'test/support'];
/** Enough of a file for any model here. */
const REACH = 4000;

export function infillItems(tokenizer: Tokenizer, { count, tokens, seed = 1 }: ItemOptions): InfillItem[] {
  const files = FOLDERS.flatMap(sourceFiles).map((path) => readFileSync(path, 'utf8'));
  const random = seededRandom(seed);
  const items: InfillItem[] = [];
  while (items.length < count) {
    const whole = files[Math.floor(random() * files.length)] ?? '';
    const offset = Math.floor(random() * Math.max(1, whole.length - REACH));
    const text = whole.slice(offset, offset + REACH);
    const encoded = tokenizer.encode(text);
    const first = encoded.findIndex((token) => token.start > text.length / 4 + (random() * text.length) / 2);
    const [start, end] = [encoded[first]?.start, encoded[first + tokens - 1]?.end];
    // A hole whose text is read as other tokens on its own would not have `tokens` cells.
    if (start === undefined || end === undefined || tokenizer.ids(text.slice(start, end)).length !== tokens) continue;
    items.push({ text, start, end, tokens });
  }
  return items;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => join(folder, name));
}
