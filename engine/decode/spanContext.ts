/** Where a span of existing text is looked at: what is around it, in tokens. */
import type { Span } from '../protocol/messages';
import { tokensAfter, tokensBefore } from '../text/context';
import { followsSpace } from '../text/healing';
import type { Tools } from './denoise';

interface Place {
  readonly text: string;
  readonly span: Span;
}

/** 1 if the space before the span belongs to the span's first token, else 0. */
export function spaceOf(text: string, span: Span): number {
  return followsSpace(text, span.start) ? 1 : 0;
}

/** Without the space that belongs to the span's first token. */
export function contextOf(
  { tokenizer }: Pick<Tools, 'tokenizer'>,
  { text, span }: Place,
): { before: number[]; after: number[] } {
  const before = tokensBefore(tokenizer, { text, start: 0, end: span.start - spaceOf(text, span) }).ids;
  const after = tokensAfter(tokenizer, { text, start: span.end, end: text.length }).ids;
  return { before: [...before], after: [...after] };
}
