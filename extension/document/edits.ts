/** Sorted, disjoint edits as values: what they make of a text, and where an offset goes. Pure. */
import type { ContentChange } from '../../engine/protocol/messages';

export function applyEdits(text: string, edits: readonly ContentChange[]): string {
  let result = '';
  let at = 0;
  for (const { span, text: replacement } of edits) {
    result += text.slice(at, span.start) + replacement;
    at = span.end;
  }
  return result + text.slice(at);
}

/** Where a cursor stays: before an edit in place, after it moved along, inside it no further than the new text's end. */
export function mapOffset(offset: number, edits: readonly ContentChange[]): number {
  let growth = 0;
  for (const { span, text } of edits) {
    if (offset <= span.start) break;
    if (offset < span.end) return growth + Math.min(offset, span.start + text.length);
    growth += text.length - (span.end - span.start);
  }
  return offset + growth;
}
