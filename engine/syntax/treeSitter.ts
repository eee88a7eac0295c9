/**
 * tree-sitter (Brunsfeld et al.), as VS Code itself ships it: loads a grammar once, and parses a text anew from what it
 * knows of the one before. The one file that imports it. Trees live outside of JavaScript's heap: who is given one frees it.
 */
import { Language, type Node, Parser, Query, type QueryCapture, type Tree } from '@vscode/tree-sitter-wasm';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EngineError } from '../protocol/errors';
import type { Span } from '../protocol/messages';
import { forgivenBy } from './forgiven';
import type { Local } from './names/freeNames';
import { localsQuery } from './names/localsQueries';
import { repeatedKeywords } from './repeatedKeywords';
import { treeEdit } from './treeEdit';

/** What a draft makes wrong may stand a little behind it. */
const ROWS_BEHIND = 2;
/** More of them say nothing that the first do not. */
const MOST_PROBLEMS = 100;
/** Captures of long parts, whose text nobody reads. */
const TEXTLESS = new Set(['scope', 'function', 'class']);

const folder = dirname(createRequire(__filename).resolve('@vscode/tree-sitter-wasm'));
const grammars = new Map<string, Promise<Grammar>>();

export interface Grammar {
  parse(text: string): Parsed;
}

export interface Parsed {
  /** Where the text is no sentence of its language: what had to be skipped or made up, in order. */
  readonly problems: readonly Span[];
  /** What else is wrong, of what reaches into the lines of a part: looking everywhere would take longer than parsing. */
  forgiven(within: Span): Forgiven;
  /** Where names are bound and used; `undefined` where that is not known of the language. */
  locals(): readonly Local[] | undefined;
  /** This text's tree, changed into that of another. */
  parse(text: string): Parsed;
  free(): void;
}

/** See `forgiven.ts`. */
export interface Forgiven {
  readonly wrong: readonly Span[];
  /** What belongs on one logical line each, in order, of what takes several lines. */
  readonly lines: readonly Span[];
}

/** Of a file that `grammarFile` names. Throws `internal` with what to do if it is not there or not readable. */
export function loadGrammar(file: string): Promise<Grammar> {
  const grammar = grammars.get(file) ?? load(file);
  grammars.set(file, grammar);
  return grammar;
}

async function load(file: string): Promise<Grammar> {
  try {
    await Parser.init();
    const language = await Language.load(await readFile(join(folder, file)));
    const [query, locals] = [forgivenBy(file), localsQuery(file)];
    const tools = {
      language,
      ...(query !== undefined && { query: new Query(language, query) }),
      ...(locals !== undefined && { locals: new Query(language, locals) }),
    };
    return { parse: (text) => parse(tools, text) };
  } catch (error) {
    const advice = 'install Remask again, or set remask.syntax to off (--no-syntax)';
    throw new EngineError('internal', `the grammar ${file} cannot be loaded (${messageOf(error)}): ${advice}`);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

interface ParseTools {
  readonly language: Language;
  /** For what the grammar lets pass. */
  readonly query?: Query;
  readonly locals?: Query;
}

function parse(tools: ParseTools, text: string, earlier?: Tree): Parsed {
  const parser = new Parser();
  try {
    const tree = parser.setLanguage(tools.language).parse(text, earlier);
    if (!tree) throw new Error('tree-sitter gave up, which it does only when told to');
    return {
      problems: problemsOf(tree.rootNode),
      forgiven: ({ start, end }) => forgivenIn(tree.rootNode, tools.query, [rowOf(text, start), rowOf(text, end)]),
      locals: () => tools.locals?.captures(tree.rootNode).map((capture) => localOf(capture, text)),
      parse: (next) => {
        const edited = tree.copy();
        edited.edit(treeEdit(text, next));
        const parsed = parse(tools, next, edited);
        edited.delete();
        return parsed;
      },
      free: () => tree.delete(),
    };
  } finally {
    parser.delete();
  }
}

const spanOf = ({ startIndex, endIndex }: Node): Span => ({ start: startIndex, end: endIndex });

/** Each question to a node crosses into WebAssembly: no more of them than needed. */
function localOf({ name, node }: QueryCapture, text: string): Local {
  const span = spanOf(node);
  const parent = name === 'outer' ? node.parent : null;
  const written = TEXTLESS.has(name) ? '' : text.slice(span.start, span.end);
  return { capture: name, span, text: written, ...(parent && { parent: spanOf(parent) }) };
}

/** Counted without cutting up the text: it is asked twice of each text that is read. */
function rowOf(text: string, offset: number): number {
  let row = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) row++;
  return row;
}

function forgivenIn(root: Node, query: Query | undefined, [first, last]: readonly [number, number]): Forgiven {
  // By rows, since the library takes indices here for bytes.
  const within = { startPosition: { row: first, column: 0 }, endPosition: { row: last + 1 + ROWS_BEHIND, column: 0 } };
  const captures = query?.captures(root, within) ?? [];
  const named = (wanted: string): Node[] => captures.flatMap(({ name, node }) => (name === wanted ? [node] : []));
  const right = new Set(named('right').map(({ id }) => id));
  const lines = named('line').filter(({ startPosition, endPosition }) => endPosition.row > startPosition.row);
  const wrong = named('wrong').filter(({ id }) => !right.has(id));
  return { wrong: [...wrong, ...repeatedKeywords(named('keyword'))].map(spanOf), lines: lines.map(spanOf) };
}

/** Nothing inside a problem counts as another. */
function problemsOf(root: Node): Span[] {
  const found: Span[] = [];
  const visit = (node: Node): void => {
    if (found.length >= MOST_PROBLEMS) return;
    if (node.isError || node.isMissing) found.push(spanOf(node));
    else if (node.hasError) {
      const before = found.length;
      for (const child of node.children) if (child) visit(child);
      if (found.length === before) found.push(unseenIn(node));
    }
  };
  visit(root);
  return found;
}

/** What was made up and is never shown, as the end of a line between two statements on it: the first place it may be at. */
function unseenIn(node: Node): Span {
  const children = node.children.filter((child) => child !== null);
  const found = children.find((child, i) => {
    const next = children[i + 1];
    return child.isNamed && next?.isNamed && next.startPosition.row === child.endPosition.row;
  });
  const at = found?.endIndex ?? node.endIndex;
  return { start: at, end: at };
}
