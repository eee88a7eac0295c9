/** What a hole was to keep (`HoleRequest.keeps`), asked of text that takes its place later. */
import type { HoleRequest, Span } from '../../protocol/messages';
import { balances, demandOf, marksOf } from './brackets';
import { jsonSkeleton } from './jsonSkeleton';

interface Place {
  readonly text: string;
  readonly span: Span;
}

/** `first`: the hole as it was denoised. Where balance could not be kept then, no later text has to. */
export function keeping(keeps: NonNullable<HoleRequest['keeps']>, first: Place): (later: Place) => boolean {
  if (keeps === 'json') {
    const skeleton = jsonSkeleton(first.text, first.span);
    return ({ text, span }) => jsonSkeleton(text, span) === skeleton;
  }
  const demand = demandOf(first.text, first.span);
  const isBalanced = ({ text, span }: Place): boolean =>
    demand !== undefined && balances(marksOf(text.slice(span.start, span.end)), demand);
  return isBalanced(first) ? isBalanced : () => true;
}
