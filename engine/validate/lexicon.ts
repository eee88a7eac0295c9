/** What a language writes between brackets that is no bracket: strings, comments, regular expressions. */

/** The partner of each bracket. */
export const CLOSER: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
export const OPENER: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

export interface Lexicon {
  readonly lineComment: readonly string[];
  readonly blockComment: boolean;
  readonly quotes: string;
  readonly templates: boolean;
  readonly tripleQuotes: boolean;
  readonly regularExpressions: boolean;
}

export type Token =
  | { readonly kind: 'open'; readonly bracket: string; readonly end: number; readonly inTemplate: boolean }
  | { readonly kind: 'close'; readonly bracket: string; readonly end: number }
  | { readonly kind: 'other'; readonly end: number };

const C_LIKE: Lexicon = {
  lineComment: ['//'],
  blockComment: true,
  quotes: `"'`,
  templates: false,
  tripleQuotes: false,
  regularExpressions: false,
};
const SCRIPT: Lexicon = { ...C_LIKE, templates: true, regularExpressions: true };
const HASH: Lexicon = { ...C_LIKE, lineComment: ['#'], blockComment: false };

const LEXICONS: Readonly<Record<string, Lexicon>> = {
  typescript: SCRIPT,
  typescriptreact: { ...SCRIPT, quotes: '"' },
  javascript: SCRIPT,
  javascriptreact: { ...SCRIPT, quotes: '"' },
  json: { ...C_LIKE, quotes: '"' },
  jsonc: { ...C_LIKE, quotes: '"' },
  python: { ...HASH, tripleQuotes: true },
  ruby: HASH,
  yaml: HASH,
  // A lifetime is no string.
  rust: { ...C_LIKE, quotes: '"' },
  ...Object.fromEntries(
    ['c', 'cpp', 'csharp', 'java', 'go', 'php', 'swift', 'kotlin', 'dart', 'scala', 'css', 'scss', 'less'].map((id) => [
      id,
      C_LIKE,
    ]),
  ),
};

/** `undefined` for prose and for languages not known: there a bracket may stand alone. */
export function lexiconOf(languageId: string): Lexicon | undefined {
  return LEXICONS[languageId];
}

/** The token at `at`: what is no bracket is skipped whole. */
export function tokenAt(text: string, at: number, lexicon: Lexicon): Token {
  const char = text[at] ?? '';
  if ('([{'.includes(char)) return { kind: 'open', bracket: char, end: at + 1, inTemplate: false };
  if (')]}'.includes(char)) return { kind: 'close', bracket: char, end: at + 1 };
  if (lexicon.lineComment.some((mark) => text.startsWith(mark, at))) return other(endOfLine(text, at));
  if (lexicon.blockComment && text.startsWith('/*', at)) return other(after(text, '*/', at + 2));
  if (lexicon.tripleQuotes && /^("""|''')/.test(text.slice(at, at + 3))) {
    return other(after(text, text.slice(at, at + 3), at + 3));
  }
  if (lexicon.quotes.includes(char)) return other(endOfString(text, at));
  if (lexicon.templates && char === '`') return template(text, at);
  if (lexicon.regularExpressions && char === '/' && startsExpression(text, at)) return other(endOfRegex(text, at));
  return other(at + 1);
}

const other = (end: number): Token => ({ kind: 'other', end });

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

function endOfLine(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
}

/** Behind the closing quote, or at the end of the line: an unclosed string is not this check's affair. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '\n') return at;
    else if (text[at] === text[start]) return at + 1;
  }
  return text.length;
}

/** A template up to its end, or its first `${` as an opening bracket. */
function template(text: string, start: number): Token {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '`') return other(at + 1);
    else if (text.startsWith('${', at)) return { kind: 'open', bracket: '{', end: at + 2, inTemplate: true };
  }
  return other(text.length);
}

/** A slash divides behind a value, and begins a regular expression behind anything else. */
function startsExpression(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 64), at).trimEnd();
  return before === '' || /[(,=:[!&|?{};+*%<>~^-]$|\b(return|typeof|case|in|of)$/.test(before);
}

function endOfRegex(text: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === '\n') return start + 1;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '/' && !inClass) return at + 1;
  }
  return start + 1;
}
