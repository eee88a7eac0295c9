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

/**
 * The same change, in edits that insert nothing right at one of the `cursors`: the character after it is replaced by itself,
 * too. An editor pushes a cursor along with what is inserted at it, but not one at the start of what is replaced. At the
 * very end of the text there is no such character.
 */
export function widenInserts(
  text: string,
  edits: readonly ContentChange[],
  cursors: ReadonlySet<number>,
): readonly ContentChange[] {
  return edits.reduceRight<readonly ContentChange[]>((after, edit) => {
    const { start, end } = edit.span;
    if (start < end || !cursors.has(start)) return [edit, ...after];
    const wideEnd = start + characterLength(text, start);
    const [next, ...others] = after;
    // The next edit may start with that character: both become one.
    if (next && next.span.start <= wideEnd) {
      const between = text.slice(start, next.span.start);
      return [{ span: { start, end: next.span.end }, text: edit.text + between + next.text }, ...others];
    }
    return [{ span: { start, end: wideEnd }, text: edit.text + text.slice(start, wideEnd) }, ...after];
  }, []);
}

/** Code units of what no editor splits: a pair of surrogates, a line break; 0 at the end. */
function characterLength(text: string, offset: number): number {
  if (text.startsWith('\r\n', offset)) return 2;
  const codePoint = text.codePointAt(offset);
  return codePoint === undefined ? 0 : String.fromCodePoint(codePoint).length;
}
