/** What a hole has to close and to open, and the strings that its borders cut, as far as brackets and quotes tell. */
import type { Span } from '../protocol/messages';
import { CLOSER, type Lexicon, lexiconOf, OPENER, tokenAt } from '../validate/lexicon';

export interface Missing {
  /** Brackets open before the hole that it closes, the innermost last; those closed behind it that it opens. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** The quote that ends a string begun before the hole, and the one that begins what ends behind it; else empty. */
  readonly ended: string;
  readonly begun: string;
}

/** `undefined` if nothing is missing, or the language is not known. */
export function missingIn(text: string, { start, end }: Span, languageId: string): Missing | undefined {
  const lexicon = lexiconOf(languageId);
  if (!lexicon) return undefined;
  const before = text.slice(0, start);
  const ended = openQuote(before.slice(before.lastIndexOf('\n') + 1), lexicon);
  const after = text.slice(end);
  const begun = openQuote(reversed(after.split('\n', 1)[0] ?? ''), lexicon);
  const open = unmatched(bracketsIn(before, lexicon)).filter((bracket) => CLOSER[bracket]);
  // What is within a string is none; so what a string hides is looked for behind it.
  const behind = begun ? after.slice(after.indexOf(begun) + 1) : after;
  const close = unmatched(bracketsIn(behind, lexicon)).filter((bracket) => OPENER[bracket]);
  let kept = Math.min(open.length, close.length);
  while (kept > 0 && !isClosed(open.slice(0, kept), close.slice(-kept))) kept--;
  const missing = { before: open.slice(kept), after: close.slice(0, close.length - kept), ended, begun };
  return missing.before.length + missing.after.length > 0 || ended || begun ? missing : undefined;
}

function isClosed(open: readonly string[], close: readonly string[]): boolean {
  return open.every((bracket, i) => CLOSER[bracket] === close.at(-1 - i));
}

function bracketsIn(text: string, lexicon: Lexicon): string[] {
  const brackets: string[] = [];
  for (let at = 0; at < text.length;) {
    const token = tokenAt(text, at, lexicon);
    if (token.kind !== 'other') brackets.push(token.bracket);
    at = token.end;
  }
  return brackets;
}

/** Those without a partner, in order: first what closes nothing, then what is not closed. */
function unmatched(brackets: readonly string[]): string[] {
  const left: string[] = [];
  for (const bracket of brackets) {
    if (OPENER[bracket] !== undefined && left.at(-1) === OPENER[bracket]) left.pop();
    else left.push(bracket);
  }
  return left;
}

/** The quote of a string that the line does not end. */
function openQuote(line: string, { quotes }: Lexicon): string {
  let open = '';
  for (let i = 0; i < line.length; i++) {
    const char = line[i] ?? '';
    if (open && char === '\\') i++;
    else if (char === open) open = '';
    else if (!open && quotes.includes(char)) open = char;
  }
  return open;
}

const reversed = (line: string): string => [...line].reverse().join('');
