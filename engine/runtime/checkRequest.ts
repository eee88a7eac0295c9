/** What every canvas model refuses before it runs anything. */
import type { CanvasRequest } from '../decode/canvasModel';
import { EngineError } from '../protocol/errors';

export function checkRequest({ cells, rows, targets }: CanvasRequest, maxCells: number): void {
  const outside = rows.some((row) => !Number.isInteger(row) || row < 0 || row >= cells.length);
  if (rows.length === 0 || outside) {
    throw new EngineError('internal', 'A pass must ask for at least one cell of its canvas.');
  }
  if (cells.length > maxCells) {
    throw new EngineError('input', `A canvas holds at most ${maxCells} cells; ask for fewer or go block by block.`);
  }
  if (targets && targets.length !== rows.length) {
    throw new EngineError('internal', 'A pass must name one target per row.');
  }
}
