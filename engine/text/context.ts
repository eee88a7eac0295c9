/**
 * The tokens of plain text beside a hole, up to the document's ends, without begin or end tokens (a model puts its own).
 * Only very long text is cut, far beyond any model's sight and on a grid counted from the document's ends, so that
 * typing near the hole leaves the far tokens as they were and a model's caches stay valid.
 */
import { splitsCharacter } from './positions';
import type { Tokenizer } from './tokenizer';

/** UTF-16 units read on either side; a model sees a few thousand tokens at most. */
const REACH = 256 * 1024;
const GRID = REACH / 4;

/** A stretch of `text` that may be read: beside a hole, or between two. */
export interface Stretch {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Tokens of a stretch. `whole`: all of it; else only those nearest to the side asked for. */
export interface StretchTokens {
  readonly ids: readonly number[];
  readonly whole: boolean;
}

/** The tokens that end at `end`, in reading order. */
export function tokensBefore(tokenizer: Tokenizer, { text, start, end }: Stretch): StretchTokens {
  const from = Math.max(start, boundary(text, Math.floor((end - REACH) / GRID) * GRID));
  return { ids: tokenizer.lineIds(text.slice(from, end)), whole: from === start };
}

/** The tokens that begin at `start`, in reading order. */
export function tokensAfter(tokenizer: Tokenizer, { text, start, end }: Stretch): StretchTokens {
  const fromEnd = Math.max(0, Math.floor((text.length - start - REACH) / GRID) * GRID);
  const to = Math.min(end, boundary(text, text.length - fromEnd));
  return { ids: tokenizer.lineIds(text.slice(start, to)), whole: to === end };
}

function boundary(text: string, offset: number): number {
  const floor = Math.max(0, offset);
  return splitsCharacter(text, floor) ? floor + 1 : floor;
}
