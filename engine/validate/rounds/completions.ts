/** What a language server's completion list knows of a word: where to ask it, and what of its answer could stand there. */
import type { Span } from '../../protocol/messages';

/** One entry of such a list. */
export interface Completion {
  /** What it would insert. */
  readonly text: string;
  /** What the list is sorted by: what is near comes first. */
  readonly sortText: string;
}

/** Most entries made use of. */
const MOST = 1000;
const NAME = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;
const QUOTES = ['"', "'", '`'];

/** The offset to ask at; `undefined` for a sign, which no list offers. In a string it is what stands in its quotes. */
export function askAt(text: string, { start }: Span): number | undefined {
  const first = text[start] ?? '';
  if (QUOTES.includes(first)) return start + 1;
  return /^[\p{L}\p{N}_$]/u.test(first) ? start : undefined;
}

/** As they would be written there, the nearest first. */
export function textsFor(text: string, { start }: Span, completions: readonly Completion[]): string[] {
  const quote = QUOTES.includes(text[start] ?? '') ? (text[start] ?? '') : '';
  const sorted = [...completions].sort((a, b) => (a.sortText < b.sortText ? -1 : a.sortText > b.sortText ? 1 : 0));
  const texts = sorted.flatMap((completion) => {
    const bare = unquoted(completion.text);
    if (quote) return /["'`\\\n]/.test(bare) ? [] : [quote + bare + quote];
    return NAME.test(completion.text) ? [completion.text] : [];
  });
  return [...new Set(texts)].slice(0, MOST);
}

function unquoted(text: string): string {
  const first = text[0] ?? '';
  return text.length > 1 && QUOTES.includes(first) && text.endsWith(first) ? text.slice(1, -1) : text;
}
