/**
 * What may stand in place of a word, from those who know the language: a language server's completions, the values that a
 * schema allows. The model says which of them suits; what looks like the word that stands there suits better, for a draft
 * goes wrong by a letter as often as by a thought.
 */
import { diffChars } from 'diff';
import type { Problem, RankedText, Span } from '../../protocol/messages';
import type { Draft } from './draft';
import type { Option } from './options';
import type { Wound } from './wounds';

export interface Advisers {
  /** What may stand in place of the word, apt or not. `word`: a name, a number, a whole string with its quotes. */
  readonly suggest: (draft: Draft, word: Span) => Promise<readonly string[]>;
  /** The texts by how likely they are in place of the span. */
  readonly rank: (draft: Draft, span: Span, texts: readonly string[]) => Promise<readonly RankedText[]>;
}

/** How much likelier a text is for being spelled as a word that nobody knows, at most, in nats. */
const ALIKE = 20;
/** The best of them that a round looks at. */
const MOST = 12;

/** For a word that is no more than is masked, and none for a gap. Likeliest first. */
export async function suggestedFor(
  draft: Draft,
  wound: Wound,
  problems: readonly Problem[],
  { suggest, rank }: Advisers,
): Promise<Option[]> {
  const { span, word } = wound;
  if (!word) return [];
  const { text } = draft;
  const old = text.slice(word.start, word.end);
  const expected = problems.filter((problem) => isAt(problem, word)).flatMap((problem) => problem.expected ?? []);
  const known = new Set([...expected, ...(await suggest(draft, word))]);
  const alike = known.delete(old) ? 0 : ALIKE;
  const named = new Map([...known].map((name) => [inCells(text, { span, word }, name), name]));
  named.delete('');
  if (named.size === 0) return [];
  const ranked = await rank(draft, span, [...named.keys()]);
  // It is one of these: what the model thinks of all others is theirs.
  const all = Math.log(ranked.reduce((sum, { logProbability }) => sum + Math.exp(logProbability), 0));
  return ranked
    .map(({ text: whole, logProbability, cells }) => ({
      cells: cells.map((cell) => ({ ...cell, alternatives: [] })),
      score: logProbability - all - wound.distance + alike * likeness(old, named.get(whole) ?? '') ** 4,
    }))
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST);
}

/** What the cells hold where the word is this one; empty if it has not what is pinned of the word that stands there. */
function inCells(text: string, { span, word }: Required<Pick<Wound, 'span' | 'word'>>, name: string): string {
  const [head, foot] = [text.slice(word.start, span.start), text.slice(span.end, word.end)];
  const rest = name.slice(head.length, name.length - foot.length);
  if (name !== head + rest + foot) return '';
  return text.slice(span.start, word.start) + rest + text.slice(word.end, span.end);
}

function isAt({ span }: Problem, word: Span): boolean {
  return span.start === word.start && span.end === word.end;
}

/** Share of the characters that both have in common, in order: 0 to 1. */
function likeness(one: string, other: string): number {
  const common = diffChars(one.toLowerCase(), other.toLowerCase()).filter(({ added, removed }) => !added && !removed);
  return (2 * common.reduce((sum, { count = 0 }) => sum + count, 0)) / Math.max(1, one.length + other.length);
}
