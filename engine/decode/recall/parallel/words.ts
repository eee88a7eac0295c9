/** Text as words and signs, for comparing code by its structure rather than by its tokens. */

const WORD = /[\p{L}\p{N}_$]+|[^\p{L}\p{N}_$\s]/gu;
const SIGN = /^[^\p{L}\p{N}_$]/u;
const NAME = /^[\p{L}_$]/u;

/** Words that stand for nothing else: those of several languages, taken together. Names of types are names. */
const KEYWORDS = new Set(
  (
    'abstract as assert async await break case catch class const continue debugger declare def default del ' +
    'delete do elif else enum except export extends False false finally for from function get global if implements import ' +
    'in instanceof interface is keyof lambda let new None nonlocal not null of or and pass private protected public ' +
    'raise readonly return self set static super switch this throw True true try type typeof undefined var void ' +
    'while with yield'
  ).split(' '),
);

export interface Words {
  readonly text: string;
  readonly words: readonly string[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Whether a line break stands before each word. */
  readonly breaks: readonly boolean[];
  /** Whether each is a name, so that another could stand in its place. */
  readonly names: readonly boolean[];
}

export function wordsOf(text: string): Words {
  const [words, starts, ends, breaks]: [string[], number[], number[], boolean[]] = [[], [], [], []];
  let last = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    words.push(word);
    starts.push(index);
    ends.push(index + word.length);
    breaks.push(text.slice(last, index).includes('\n'));
    last = index + word.length;
  }
  return { text, words, starts, ends, breaks, names: words.map(isName) };
}

/** Whether another name could stand in its place. */
export function isName(word: string): boolean {
  return NAME.test(word) && !KEYWORDS.has(word);
}

/** How much it says that a word is the same: signs say less. */
export function weightOf(word: string): number {
  return SIGN.test(word) ? 0.5 : 1;
}
