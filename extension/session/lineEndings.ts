/**
 * Fits a model's cells to a document's line endings. A model writes `\n`; VS Code would silently turn it into the
 * document's ending while writing, and every offset after it would be wrong.
 */
export type LineEnding = '\n' | '\r\n';

/** Texts of consecutive cells with every line ending replaced; a `\r\n` split over two cells counts once. */
export function withLineEnding(texts: readonly string[], ending: LineEnding): readonly string[] {
  return texts.map((text) => text.replaceAll('\r', '').replaceAll('\n', ending));
}
