/** Files of a project as tokens, read again only when they changed. Never writes anything anywhere. */
import { readFile, stat } from 'node:fs/promises';
import { setImmediate as nextLoop } from 'node:timers/promises';
import type { Tokenizer } from '../text/tokenizer';

/** UTF-16 units of a file that are read: what repeats, does so in the first thousand lines, too. */
const MOST_CHARACTERS = 60_000;
/** Larger ones are data. */
const MOST_BYTES = 2 ** 20;
/** UTF-16 units that are tokenized at a time: about 2 ms. */
const PIECE = 1500;

export interface ReadTools {
  readonly tokenizer: Tokenizer;
  /** Resolves when nobody waits for a run. */
  readonly rest: () => Promise<void>;
}

/** What the tokens are of: a file as it was then, or what an editor had open of it. */
type Origin = { readonly modified: number; readonly size: number } | { readonly open: string };

type Shelved = Origin & { readonly ids: Uint32Array };

const NOTHING = new Uint32Array();

export class FileShelf {
  private readonly files = new Map<string, Shelved>();

  /**
   * The tokens of a file, in the pauses between runs; of `open`, if an editor has it open, saved or not. None of what is not
   * there, not UTF-8 text, or too large.
   */
  async ids(path: string, tools: ReadTools, open?: string): Promise<Uint32Array> {
    const origin = open === undefined ? await originOnDisk(path) : { open };
    if (!origin) return NOTHING;
    const known = this.files.get(path);
    if (known && isSame(known, origin)) return known.ids;
    const text = open === undefined ? await readText(path) : open.slice(0, MOST_CHARACTERS);
    const ids = await tokenized(text, tools);
    this.files.set(path, { ...origin, ids });
    return ids;
  }

  /** Forgets all files but these. */
  keep(paths: ReadonlySet<string>): void {
    for (const path of this.files.keys()) if (!paths.has(path)) this.files.delete(path);
  }
}

async function originOnDisk(path: string): Promise<Origin | undefined> {
  const facts = await stat(path).catch(() => undefined);
  return facts?.isFile() && facts.size <= MOST_BYTES ? { modified: facts.mtimeMs, size: facts.size } : undefined;
}

function isSame(a: Origin, b: Origin): boolean {
  if ('open' in a || 'open' in b) return 'open' in a && 'open' in b && a.open === b.open;
  return a.modified === b.modified && a.size === b.size;
}

async function readText(path: string): Promise<string> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
    return text.includes('\0') ? '' : text.slice(0, MOST_CHARACTERS);
  } catch {
    return '';
  }
}

async function tokenized(text: string, { tokenizer, rest }: ReadTools): Promise<Uint32Array> {
  const ids: number[] = [];
  for (const piece of pieces(text)) {
    await rest();
    for (const id of tokenizer.ids(piece)) ids.push(id);
    await nextLoop();
  }
  return Uint32Array.from(ids);
}

/** Cut before line breaks, as documents are read (`Tokenizer.lineIds`). */
function* pieces(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const end = breakAfter(text, start + PIECE);
    yield text.slice(start, end);
    start = end;
  }
}

/** Where the next line break begins, at `from` or later; the end of the text, if there is none. */
function breakAfter(text: string, from: number): number {
  const feed = text.indexOf('\n', from);
  if (feed < 0) return text.length;
  return text[feed - 1] === '\r' ? feed - 1 : feed;
}
