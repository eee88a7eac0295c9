/** Marks that people leave where code is to come: each becomes a hole, all of them filled jointly. Pure. */
import type { Span } from '../../engine/protocol/messages';

/** `???`, and a block comment that holds nothing but an ellipsis. */
const BUILT_IN = /\?\?\?|\/\*\s*(?:\.{3}|…)\s*\*\//g;
/** What may lead a comment on a line of its own; it goes with its marker. */
const COMMENT_LEAD = /(?:\/\/|#|--|;|%|<!--|\/\*)\s*$/;

/** `texts`: what else marks a hole, literally, to the end of its line. Sorted, disjoint. */
export function findMarkers(text: string, texts: readonly string[]): Span[] {
  const found = [...text.matchAll(BUILT_IN)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  for (const marker of texts) found.push(...occurrences(text, marker));
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  let end = 0;
  return found.filter((span, i) => {
    if (i > 0 && span.start < end) return false;
    end = span.end;
    return true;
  });
}

function occurrences(text: string, marker: string): Span[] {
  const spans: Span[] = [];
  if (marker.trim() === '') return spans;
  for (let at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + marker.length)) {
    spans.push(wholeComment(text, at));
  }
  return spans;
}

function wholeComment(text: string, at: number): Span {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const lead = COMMENT_LEAD.exec(text.slice(lineStart, at));
  const lineEnd = /\r?\n/.exec(text.slice(at));
  const end = lineEnd ? at + lineEnd.index : text.length;
  const closing = /\*\/|-->/.exec(text.slice(at, end));
  return {
    start: lead ? lineStart + lead.index : at,
    end: closing ? at + closing.index + closing[0].length : end,
  };
}
