/**
 * The algebra of spans: half-open ranges of UTF-16 offsets, and sorted disjoint sets of them. Pins, selections, holes
 * and cells are all spans. Pure: values in, values out.
 */
import type { Span } from '../../engine/protocol/messages';

export function lengthOf(span: Span): number {
  return span.end - span.start;
}

export function isEmpty(span: Span): boolean {
  return span.end === span.start;
}

/** True if `inner` lies inside `outer`, borders included. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** True if both share at least one unit. An empty span overlaps nothing. */
export function overlaps(a: Span, b: Span): boolean {
  return Math.max(a.start, b.start) < Math.min(a.end, b.end);
}

/** True if both overlap or meet at a border: two such regions cannot be edited independently. */
export function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** True if `b` covers a part of `a`; an empty one, where text was removed, may lie at a border. */
export function meets(a: Span, b: Span): boolean {
  return isEmpty(b) ? touches(a, b) : overlaps(a, b);
}

export function intersection(a: Span, b: Span): Span {
  return { start: Math.max(a.start, b.start), end: Math.min(a.end, b.end) };
}

export function shift(span: Span, by: number): Span {
  return by === 0 ? span : { start: span.start + by, end: span.end + by };
}

/** The set as sorted, disjoint, non-empty spans; spans that meet are joined. */
export function normalise(spans: readonly Span[]): readonly Span[] {
  const sorted = spans.filter((span) => !isEmpty(span)).sort((a, b) => a.start - b.start);
  const joined: Span[] = [];
  for (const span of sorted) {
    const last = joined.at(-1);
    if (last && span.start <= last.end) {
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else {
      joined.push(span);
    }
  }
  return joined;
}

/** What is left of `span` outside the sorted, disjoint `holes`. */
export function subtract(span: Span, holes: readonly Span[]): readonly Span[] {
  const pieces: Span[] = [];
  let start = span.start;
  for (const hole of holes) {
    if (!overlaps(span, hole)) continue;
    if (start < hole.start) pieces.push({ start, end: hole.start });
    start = Math.max(start, hole.end);
  }
  if (start < span.end) pieces.push({ start, end: span.end });
  return pieces;
}
