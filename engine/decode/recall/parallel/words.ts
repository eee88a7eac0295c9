/** Text as words and signs, for comparing code by its structure rather than by its tokens. */
import { characterKind, type CharacterKind } from './characterKind';

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

/** All lists are as long as there are words. */
export interface Words {
  readonly text: string;
  readonly words: readonly string[];
  /** 32 bits of each word, the same for the same word: what most comparisons end with. */
  readonly hashes: Int32Array;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Whether a line break stands before each word. */
  readonly breaks: readonly boolean[];
  /** Whether each is a name, so that another could stand in its place. */
  readonly names: readonly boolean[];
}

/** A word is of letters, digits, `_` and `$`; any other character but white space is a sign, which stands by itself. */
export function wordsOf(text: string): Words {
  const [words, hashes, starts, ends]: [string[], number[], number[], number[]] = [[], [], [], []];
  const [breaks, names]: [boolean[], boolean[]] = [[], []];
  let isBroken = false;
  for (let at = 0; at < text.length;) {
    const kind = characterKind(text, at);
    if (kind === 'space' || kind === 'line break') {
      isBroken ||= kind === 'line break';
      at++;
      continue;
    }
    const end = kind === 'sign' ? at + widthAt(text, at) : endOfWord(text, at);
    const word = text.slice(at, end);
    words.push(word);
    hashes.push(hashOf(word));
    starts.push(at);
    ends.push(end);
    breaks.push(isBroken);
    names.push(kind === 'letter' && !KEYWORDS.has(word));
    isBroken = false;
    at = end;
  }
  return { text, words, hashes: Int32Array.from(hashes), starts, ends, breaks, names };
}

/** Whether two words are the same. */
export function isSame(one: Words, at: number, other: Words, there: number): boolean {
  return one.hashes[at] === other.hashes[there] && one.words[at] === other.words[there];
}

/** Whether another name could stand in its place. */
export function isName(word: string): boolean {
  return word !== '' && characterKind(word, 0) === 'letter' && !KEYWORDS.has(word);
}

/** How much it says that a word is the same: signs say less. */
export function weightOf(word: string): number {
  return characterKind(word, 0) === 'sign' ? 0.5 : 1;
}

function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length && isOfWord(characterKind(text, at))) at += widthAt(text, at);
  return at;
}

const isOfWord = (kind: CharacterKind): boolean => kind === 'letter' || kind === 'digit';

const widthAt = (text: string, at: number): number => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);

/** FNV-1a of the UTF-16 units (Fowler, Noll and Vo; RFC 9923). */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash | 0;
}
