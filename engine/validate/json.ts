/** JSON syntax, by `jsonc-parser`: it finds every error, with its place, and goes on. */
import { createScanner, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type { Problem, Span } from '../protocol/messages';

export interface ParsedJson {
  /** What could be read in spite of the problems. */
  readonly root: Node | undefined;
  readonly problems: readonly Problem[];
  /** Nested too deeply to be read; that is the only problem then. */
  readonly isTooDeep: boolean;
}

/** Arrays and objects in each other. Hardly a program reads more, and those that call themselves run out of room some way on. */
const DEEPEST = 1000;

/** `comments`: JSON as configuration files write it, with comments and trailing commas. */
export function parseJson(text: string, { comments }: { readonly comments: boolean }): ParsedJson {
  const tooDeep = beyondDeepest(text);
  if (tooDeep) return { root: undefined, problems: [tooDeep], isTooDeep: true };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: !comments, allowTrailingComma: comments });
  return { root, problems: errors.map((error) => problemOf(text, error)), isTooDeep: false };
}

function beyondDeepest(text: string): Problem | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const start = scanner.getTokenOffset();
    const bracket = text[start] ?? '';
    if ('[{'.includes(bracket)) depth++;
    else if (']}'.includes(bracket)) depth--;
    if (depth <= DEEPEST) continue;
    return { span: { start, end: start + 1 }, message: `nested more than ${DEEPEST} deep`, source: 'json' };
  }
  return undefined;
}

/** Errors about what should stand between two things: their place is right behind the first. */
const MISSING = ['CommaExpected', 'ColonExpected', 'CloseBraceExpected', 'CloseBracketExpected'];

function problemOf(text: string, { error, offset, length }: ParseError): Problem {
  const code = printParseErrorCode(error);
  const message = code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  const span = MISSING.includes(code) ? behindLast(text, offset) : placeOf(text, offset, length);
  // A word that is none of JSON's is most likely a string without its quotes.
  const expected = code === 'InvalidSymbol' ? [JSON.stringify(text.slice(span.start, span.end))] : undefined;
  return { span, ...(expected && { expected }), message, source: 'json' };
}

function behindLast(text: string, offset: number): Span {
  const at = text.slice(0, offset).trimEnd().length;
  return { start: at, end: at };
}

/** At the document's end there is nothing to point at but what stands last. */
function placeOf(text: string, offset: number, length: number): Span {
  const end = Math.min(text.length, offset + Math.max(1, length));
  return { start: Math.min(offset, Math.max(0, end - 1)), end };
}
