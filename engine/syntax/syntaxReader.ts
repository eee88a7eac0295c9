/**
 * Where documents break the grammar of their language. Remembers the last text of each, since the next is mostly the same
 * but for a few characters: reading it again then takes a fraction of a millisecond, where all of it takes one per 1.4 KB.
 */
import type { Span } from '../protocol/messages';
import { parseJson } from '../validate/json';
import { grammarFile } from './grammars';
import type { Local } from './names/freeNames';
import { indentationProblems } from './pythonIndentation';
import { lineProblems, logicalLines } from './pythonLines';
import { type Forgiven, type Grammar, loadGrammar, type Parsed } from './treeSitter';

/** Documents whose trees are kept: some 10 to 20 bytes for each of their characters. */
const MOST_KEPT = 4;
/** Characters. Longer documents are not read: the first time takes half a second, of JSON every time takes some 50 ms. */
const LONGEST = 600_000;
/** Of longer ones names are not looked for: that takes a millisecond per 5 KB each time. */
const LONGEST_NAMED = 150_000;

/** Problems of a text. What its grammar forgives is looked for only `within` a part of it; everywhere, where absent. */
export type ReadProblems = (text: string, within?: Span) => readonly Span[];

export class SyntaxReader {
  /** By document, least recently used first. */
  private readonly kept = new Map<string, Parsed>();

  /**
   * For a document of so many characters, and for what drafts make of it. `undefined` if its language is not known, or it is
   * too long.
   */
  async of(uri: string, languageId: string, characters: number): Promise<ReadProblems | undefined> {
    if (characters > LONGEST) return undefined;
    if (languageId === 'json') return (text) => jsonProblems(text, false);
    if (languageId === 'jsonc') return (text) => jsonProblems(text, true);
    const file = grammarFile(languageId);
    if (file === undefined) return undefined;
    const grammar = await loadGrammar(file);
    const key = `${uri} ${file}`;
    const more = languageId === 'python' ? pythonProblems : (): Span[] => [];
    return (text, within = { start: 0, end: text.length }) => {
      const parsed = this.read(key, grammar, text);
      const forgiven = parsed.forgiven(within);
      return [...parsed.problems, ...forgiven.wrong, ...more(text, forgiven)];
    };
  }

  /** Where names are bound and used in what drafts make of a document; `undefined` as above. */
  async localsOf(
    uri: string,
    languageId: string,
    characters: number,
  ): Promise<((text: string) => readonly Local[] | undefined) | undefined> {
    const file = grammarFile(languageId);
    if (file === undefined || characters > LONGEST_NAMED) return undefined;
    const grammar = await loadGrammar(file);
    return (text) => this.read(`${uri} ${file}`, grammar, text).locals();
  }

  private read(key: string, grammar: Grammar, text: string): Parsed {
    const known = this.kept.get(key);
    const parsed = known ? known.parse(text) : grammar.parse(text);
    known?.free();
    this.kept.delete(key);
    this.kept.set(key, parsed);
    for (const [oldest, tree] of this.kept) {
      if (this.kept.size <= MOST_KEPT) break;
      tree.free();
      this.kept.delete(oldest);
    }
    return parsed;
  }
}

/** None of what is too deep to be read: nothing is known of it. What is behind the value is not read, but is one problem. */
function jsonProblems(text: string, comments: boolean): readonly Span[] {
  const { root, problems, isTooDeep } = parseJson(text, { comments });
  if (isTooDeep) return [];
  const readTo = root ? root.offset + root.length : 0;
  return problems.map(({ span }) => (span.start < readTo ? span : { start: span.start, end: text.length }));
}

function pythonProblems(text: string, { lines }: Forgiven): Span[] {
  const logical = logicalLines(text);
  return [...indentationProblems(logical), ...lineProblems(logical, lines)];
}
