/**
 * Holes with a known answer: stretches of this repository's own source, which no model here was trained on. The same
 * seed gives the same holes of the same source. Files are split by name: choose settings on `validation`, report `test`.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom, type Random } from '../../engine/decode/random';
import type { Span } from '../../engine/protocol/messages';
import type { Tokenizer } from '../../engine/text/tokenizer';

/** `stretch`: from any token on; `rest`: to the end of a line; `lines`: one to three; `brackets`: what is inside a pair. */
export const holeKinds = ['stretch', 'rest', 'lines', 'brackets'] as const;
export type HoleKind = (typeof holeKinds)[number];
export type Split = 'validation' | 'test';

export interface InfillItem {
  readonly kind: HoleKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Tokens of the answer. */
  readonly tokens: number;
}

export interface ItemOptions {
  readonly kind: HoleKind;
  readonly split: Split;
  readonly count: number;
  /** Tokens of an answer; stretches take each length of `STRETCHES` in turn. */
  readonly least?: number;
  readonly most?: number;
  readonly seed?: number;
}

const FOLDERS = ['engine', 'extension', 'test/support', 'scripts', 'training'];
const STRETCHES = [2, 4, 8, 16, 32, 48];
/** Enough of a file for any model here. */
const REACH = 4000;

export function infillItems(tokenizer: Tokenizer, options: ItemOptions): InfillItem[] {
  const { kind, split, count, least = 2, most = 48, seed = 1 } = options;
  const files = FOLDERS.flatMap(sourceFiles)
    .filter((path) => splitOf(path) === split)
    .map((path) => readFileSync(path, 'utf8'));
  const random = seededRandom(seed);
  const items: InfillItem[] = [];
  while (items.length < count) {
    const whole = files[Math.floor(random() * files.length)] ?? '';
    const offset = Math.floor(random() * Math.max(1, whole.length - REACH));
    const text = whole.slice(offset, offset + REACH);
    const at = Math.floor((0.1 + 0.8 * random()) * text.length);
    const wanted = STRETCHES[items.length % STRETCHES.length] ?? least;
    const span = kind === 'stretch' ? stretch(tokenizer, text, at, wanted) : finders[kind](text, at, random);
    if (!span || span.end <= span.start) continue;
    const tokens = tokenizer.ids(text.slice(span.start, span.end)).length;
    if (kind === 'stretch' ? tokens === wanted : tokens >= least && tokens <= most) {
      items.push({ kind, text, ...span, tokens });
    }
  }
  return items;
}

type Finder = (text: string, at: number, random: Random) => Span | undefined;

const finders: Readonly<Record<Exclude<HoleKind, 'stretch'>, Finder>> = { rest, lines, brackets };

function stretch(tokenizer: Tokenizer, text: string, at: number, tokens: number): Span | undefined {
  const encoded = tokenizer.encode(text);
  const first = encoded.findIndex((token) => token.start >= at);
  const [start, end] = [encoded[first]?.start, encoded[first + tokens - 1]?.end];
  return start === undefined || end === undefined ? undefined : { start, end };
}

function rest(text: string, at: number): Span | undefined {
  const end = text.indexOf('\n', at);
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return end < 0 || before.trim() === '' ? undefined : { start: at, end };
}

/** From the first line's indentation on to the last line's end. */
function lines(text: string, at: number, random: Random): Span | undefined {
  let start = text.indexOf('\n', at) + 1;
  if (start === 0) return undefined;
  while (text[start] === ' ') start++;
  let end = start;
  for (let line = 0; line <= Math.floor(random() * 3); line++) {
    end = text.indexOf('\n', end + 1);
    if (end < 0) return undefined;
  }
  return { start, end };
}

function brackets(text: string, at: number): Span | undefined {
  const open = text.slice(at).search(/[([{]/) + at;
  if (open < at) return undefined;
  let depth = 0;
  for (let end = open; end < text.length; end++) {
    if ('([{'.includes(text[end] ?? ' ')) depth++;
    if (')]}'.includes(text[end] ?? ' ')) depth--;
    if (depth === 0) return { start: open + 1, end };
  }
  return undefined;
}

function splitOf(path: string): Split {
  return (createHash('sha256').update(path).digest()[0] ?? 0) % 2 === 0 ? 'validation' : 'test';
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|py)$/.test(name))
    .sort()
    .map((name) => join(folder, name).replaceAll('\\', '/'));
}
