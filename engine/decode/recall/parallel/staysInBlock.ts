/**
 * Whether words stay within the block that the first of them stands in: they close what they open and nothing else, and no
 * line of theirs is less indented than the first. Brackets in strings count, too: then it is said of fewer.
 */
import type { Span } from '../../../protocol/messages';
import { indentationAt } from '../../../text/indentation';
import { CLOSER, OPENER } from '../../constraints/brackets';
import { wordsOf, type Words } from './words';

export function staysInBlock({ text, words, starts, breaks }: Words, from: number, to: number): boolean {
  const indentation = (at: number): number => indentationAt(text, starts[at] ?? 0).length;
  const least = indentation(from);
  const expected: string[] = [];
  for (let at = from; at < to; at++) {
    const word = words[at] ?? '';
    if (CLOSER[word]) expected.push(CLOSER[word]);
    else if (OPENER[word] && expected.pop() !== word) return false;
    if (at > from && breaks[at] && indentation(at) < least) return false;
  }
  return expected.length === 0;
}

/** Whether the line of a word begins with it, less indented than the one above: behind a block, where one that is not is in it. */
export function isDedented({ text, starts, breaks }: Words, at: number): boolean {
  if (!breaks[at] || at === 0) return false;
  return indentationAt(text, starts[at] ?? 0).length < indentationAt(text, starts[at - 1] ?? 0).length;
}

/** As `staysInBlock`, of a text whose line begins with `indentation`. */
export function textStaysInBlock(text: string, indentation: string): boolean {
  const words = wordsOf(indentation + text);
  return staysInBlock(words, 0, words.words.length);
}

/** Whether a filling leaves the block that the text which it replaces stays in. Of nothing nothing is known. */
export function leavesBlock(document: string, { start, end }: Span, filling: string): boolean {
  const replaced = document.slice(start, end);
  const indentation = indentationAt(document, start);
  return replaced.trim() !== '' && textStaysInBlock(replaced, indentation) && !textStaysInBlock(filling, indentation);
}
