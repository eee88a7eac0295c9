/** What the pure renderers ask of a document. `vscode.TextDocument` answers it through `documentLines`. */

export interface Point {
  readonly line: number;
  /** UTF-16 units from the start of the line. */
  readonly character: number;
}

export interface TextLines {
  positionAt(offset: number): Point;
  lineText(line: number): string;
  readonly lineCount: number;
}

export interface LineRange {
  readonly start: Point;
  readonly end: Point;
}

/** Lines `first` to `last`, both included. */
export interface Rows {
  readonly first: number;
  readonly last: number;
}

export function isWithin(line: number, rows: readonly Rows[]): boolean {
  return rows.some(({ first, last }) => first <= line && line <= last);
}
