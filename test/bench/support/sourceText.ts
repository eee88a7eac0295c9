/** Real source text to fill holes in: files of this repository one after the other, as long as asked. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '../../../engine/text/tokenizer';
import { REPOSITORY_ROOT } from '../../host/repositoryRoot';
import type { Hole } from './engineUnderTest';

const FOLDER = join(REPOSITORY_ROOT, 'engine/decode');

/** About `length` characters, cut after a line. */
export function sourceText(length: number): string {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts'));
  let text = '';
  for (const name of files.sort()) if (text.length < length) text += readFileSync(join(FOLDER, name), 'utf8');
  return text.slice(0, text.lastIndexOf('\n', length) + 1);
}

export function readTokenizer(directory: string): Tokenizer {
  return new Tokenizer(JSON.parse(readFileSync(join(directory, 'tokenizer.json'), 'utf8')));
}

/** The stretch of `cells` tokens that begins at the line nearest to this share of the text. */
export function holeAt(tokenizer: Tokenizer, text: string, share: number, cells: number): Hole {
  const start = text.lastIndexOf('\n', Math.round(share * text.length)) + 1;
  const end = start + (tokenizer.encode(text.slice(start))[cells - 1]?.end ?? 0);
  return { start, end, cells };
}
