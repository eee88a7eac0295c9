/** Finds staged text again in a document that has been closed and opened since. Pure. */
import type { StagedHole } from './holes';
import { shift } from './spans';

/** The holes where they lie now; `undefined` unless each is found, in order, beyond doubt. */
export function relocate(text: string, holes: readonly StagedHole[]): readonly StagedHole[] | undefined {
  const found: StagedHole[] = [];
  let from = 0;
  for (const hole of holes) {
    const start = placeOf(text, hole, from);
    if (start === undefined) return undefined;
    const by = start - hole.span.start;
    const cells = hole.cells.map((cell) => ({ ...cell, span: shift(cell.span, by) }));
    found.push({ ...hole, span: shift(hole.span, by), cells });
    from = start + hole.text.length;
  }
  return found;
}

/** Where it was, or the only place there is. Nothing tells one empty text from another. */
function placeOf(text: string, hole: StagedHole, from: number): number | undefined {
  const { start } = hole.span;
  if (hole.text === '') return undefined;
  if (start >= from && text.startsWith(hole.text, start)) return start;
  const first = text.indexOf(hole.text, from);
  return first >= 0 && text.indexOf(hole.text, first + 1) < 0 ? first : undefined;
}
