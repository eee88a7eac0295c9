/**
 * Tells a model which cells of a canvas it has seen decided before (`CanvasHistory`). A decided cell is the same object
 * from pass to pass until something opens or replaces it, which is all that has to be known.
 */
import type { CanvasHistory } from './canvasModel';
import type { Block, DraftCell } from './draft';

const names = new WeakMap<object, number>();
let last = 0;

export function historyOf(block: Block): CanvasHistory {
  return { canvas: nameOf(block), decided: block.cells.map((cell) => (isDecided(cell) ? nameOf(cell) : 0)) };
}

function isDecided(cell: DraftCell): boolean {
  return cell.state !== 'open';
}

function nameOf(thing: object): number {
  const known = names.get(thing);
  if (known !== undefined) return known;
  last++;
  names.set(thing, last);
  return last;
}
