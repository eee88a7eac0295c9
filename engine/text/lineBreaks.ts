/** LF and CRLF: models read LF, documents keep what they have. */

export type LineBreak = '\n' | '\r\n';

/** The document's first line break decides; LF if it has none. */
export function lineBreakOf(text: string): LineBreak {
  const at = text.indexOf('\n');
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

/** Every CRLF as LF; a lone CR stays. */
export function unixLineBreaks(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
}

/** Text that a model wrote, with the document's line break. */
export function withLineBreak(written: string, lineBreak: LineBreak): string {
  return lineBreak === '\n' ? written : written.replaceAll('\r', '').replaceAll('\n', lineBreak);
}

/** Maps ascending offsets into `unixLineBreaks(source)` to offsets into `source`; behind an LF means behind its CRLF. */
export function sourceOffsets(source: string, offsets: readonly number[]): number[] {
  if (!source.includes('\r\n')) return [...offsets];
  let at = 0;
  let removed = 0;
  return offsets.map((offset) => {
    while (at < offset) {
      if (source.startsWith('\r\n', at + removed)) removed++;
      at++;
    }
    return offset + removed;
  });
}
