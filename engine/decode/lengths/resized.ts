import type { PlannedCell } from '../../text/canvas';

/** So many open cells instead. Keeps the first and the last cell, which may have to join pieces of the document. */
export function resized(cells: readonly PlannedCell[], length: number): readonly PlannedCell[] {
  const [first, last] = [cells[0], cells.at(-1)];
  if (!first || !last || length === cells.length) return cells;
  if (length === 1) return cells.length === 1 || !('tail' in last) ? [first] : [first, last];
  const middle = Array.from({ length: length - 2 }, (): PlannedCell => ({ kind: 'open' }));
  return cells.length === 1 ? [first, ...middle, { kind: 'open' }] : [first, ...middle, last];
}
