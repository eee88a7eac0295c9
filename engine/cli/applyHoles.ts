/** A document with the result of a run in it. */
import type { HoleResult } from '../protocol/messages';

/**
 * `holes`: in the order of the request, which runs return them in, disjoint. From the last to the first, so that places
 * before a hole stay what they were; an empty hole at the start of another comes before that one.
 */
export function applyHoles(text: string, holes: readonly Pick<HoleResult, 'span' | 'text'>[]): string {
  return holes.reduceRight(
    (changed, { span, text: filled }) => changed.slice(0, span.start) + filled + changed.slice(span.end),
    text,
  );
}
