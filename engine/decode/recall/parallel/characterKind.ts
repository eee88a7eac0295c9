/** `letter`: what a name begins with, `_` and `$`, too. `sign`: none of the others. */
export type CharacterKind = 'space' | 'line break' | 'letter' | 'digit' | 'sign';

const LETTER = /^[\p{L}_$]/u;
const DIGIT = /^\p{N}/u;
const SPACE = /^\s/;

/** A regular expression for Unicode is slow where every character of a file is asked. */
const ASCII = Array.from({ length: 128 }, (_, code) => kindOf(String.fromCharCode(code)));

/** Of the character that begins at `at`, which must be within the text. */
export function characterKind(text: string, at: number): CharacterKind {
  return ASCII[text.charCodeAt(at)] ?? kindOf(String.fromCodePoint(text.codePointAt(at) ?? 0));
}

function kindOf(character: string): CharacterKind {
  if (character === '\n') return 'line break';
  if (LETTER.test(character)) return 'letter';
  if (DIGIT.test(character)) return 'digit';
  return SPACE.test(character) ? 'space' : 'sign';
}
