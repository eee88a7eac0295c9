/**
 * tree-sitter (Brunsfeld et al.), as VS Code itself ships it: loads a grammar once, and parses a text anew from what it
 * knows of the one before. The one file that imports it. Trees live outside of JavaScript's heap: who is given one frees it.
 */
import { Language, type Node, Parser, type Tree } from '@vscode/tree-sitter-wasm';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EngineError } from '../protocol/errors';
import type { Span } from '../protocol/messages';
import { treeEdit } from './treeEdit';

/** More of them say nothing that the first do not. */
const MOST_PROBLEMS = 100;

const folder = dirname(createRequire(__filename).resolve('@vscode/tree-sitter-wasm'));
const grammars = new Map<string, Promise<Grammar>>();

export interface Grammar {
  parse(text: string): Parsed;
}

export interface Parsed {
  /** Where the text is no sentence of its language: what had to be skipped or made up, in order. */
  readonly problems: readonly Span[];
  /** This text's tree, changed into that of another. */
  parse(text: string): Parsed;
  free(): void;
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
    return { parse: (text) => parse(language, text) };
  } catch (error) {
    const advice = 'install Remask again, or set remask.syntax to off (--no-syntax)';
    throw new EngineError('internal', `the grammar ${file} cannot be loaded (${messageOf(error)}): ${advice}`);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function parse(language: Language, text: string, earlier?: Tree): Parsed {
  const parser = new Parser();
  try {
    const tree = parser.setLanguage(language).parse(text, earlier);
    if (!tree) throw new Error('tree-sitter gave up, which it does only when told to');
    return {
      problems: problemsOf(tree.rootNode),
      parse: (next) => {
        const edited = tree.copy();
        edited.edit(treeEdit(text, next));
        const parsed = parse(language, next, edited);
        edited.delete();
        return parsed;
      },
      free: () => tree.delete(),
    };
  } finally {
    parser.delete();
  }
}

/** Nothing inside a problem counts as another. */
function problemsOf(root: Node): Span[] {
  const found: Span[] = [];
  const visit = (node: Node): void => {
    if (found.length >= MOST_PROBLEMS) return;
    if (node.isError || node.isMissing) found.push({ start: node.startIndex, end: node.endIndex });
    else if (node.hasError) for (const child of node.children) if (child) visit(child);
  };
  visit(root);
  return found;
}
