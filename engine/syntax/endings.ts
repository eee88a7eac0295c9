import { bracketProblems } from '../validate/brackets';
import { CLOSER } from '../validate/lexicon';
import { filled, type Unfilled } from './unfilled';

/** Nobody writes deeper, and each costs a parse. */
const MOST_OPEN = 12;

/**
 * How the text may go on. A file is often written from the top: where nothing follows the last hole, all of the brackets
 * that were open before it may still be closed, or only the outer ones, or none. Elsewhere it ends as it does.
 */
export function endingsOf(document: Unfilled): readonly [string, ...string[]] {
  const { text, spans, languageId } = document;
  if (text.slice(spans.at(-1)?.end).trim() !== '') return [''];
  const blank = filled(document, () => '');
  const open = bracketProblems(blank, languageId).map(({ span }) => blank.slice(span.start, span.end));
  const closers = open.slice(-MOST_OPEN).map((bracket) => CLOSER[bracket] ?? '');
  const [all = '', ...fewer] = closers.map(
    (_, left) =>
      `\n${closers
        .slice(0, closers.length - left)
        .reverse()
        .join('')}`,
  );
  return all === '' ? [''] : [all, ...fewer, ''];
}
