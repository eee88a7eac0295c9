/** A draft as text to show: masked cells as a glyph, split into rows, each with its mean confidence. Pure. */
import type { Cell } from '../../engine/protocol/messages';

/** Of a cell of which nothing is known yet. */
export const MASK_GLYPH = '░';

export interface DraftRow {
  readonly text: string;
  /** Mean over the row's cells, masked ones counting 0; `undefined` if nothing on the row is known yet. */
  readonly confidence: number | undefined;
}

/** The draft as one string, for ghost text. */
export function draftText(cells: readonly Cell[]): string {
  return cells.map(shown).join('').replaceAll('\r', '');
}

/** Never empty: a draft without text is one empty row. */
export function draftRows(cells: readonly Cell[]): readonly DraftRow[] {
  const rows: { text: string; cells: Cell[] }[] = [{ text: '', cells: [] }];
  for (const cell of cells) {
    const [first = '', ...others] = shown(cell).replaceAll('\r', '').split('\n');
    const last = rows.at(-1);
    if (last) {
      last.text += first;
      if (first !== '') last.cells.push(cell);
    }
    rows.push(...others.map((text) => ({ text, cells: text === '' ? [] : [cell] })));
  }
  return rows.map((row) => ({ text: row.text, confidence: meanConfidence(row.cells) }));
}

function shown(cell: Cell): string {
  return cell.state === 'masked' ? MASK_GLYPH : cell.text;
}

function meanConfidence(cells: readonly Cell[]): number | undefined {
  const known = cells.filter((cell) => cell.state !== 'masked');
  if (known.length === 0) return undefined;
  return known.reduce((sum, cell) => sum + cell.confidence, 0) / cells.length;
}
