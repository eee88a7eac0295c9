/** Turns a pass over a canvas of streams into the rows of one run: those that nobody has computed yet. */
import type { CanvasRequest } from '../decode/canvasModel';
import { Stream } from '../graph/signature';
import type { HoleContext } from './canvasContext';
import type { CanvasPass } from './canvasPass';
import type { KeyValues } from './keyValues';
import { canvasMask } from './masks';
import type { SettledCells } from './settledCells';

/** `settled`: the canvas's rows of earlier passes; absent if it has no history. */
export function planPass(request: CanvasRequest, context: HoleContext, settled?: SettledCells): CanvasPass {
  const { cells, rows: asked, history } = request;
  const positions = context.positions(cells.length);
  const decided = cells.flatMap((_, cell) => {
    const key = history?.decided[cell] ?? 0;
    return key === 0 || asked.includes(cell) ? [] : [{ cell, key, position: positions[cell] ?? 0 }];
  });
  const known = settled?.recall(decided) ?? new Set();
  const skipped = new Set(decided.filter(({ key }) => known.has(key)).map(({ cell }) => cell));
  const computed = cells.flatMap((_, cell) => (skipped.has(cell) ? [] : [cell]));
  const rowOf = new Map(computed.map((cell, row) => [cell, row]));
  const fresh = decided
    .filter(({ cell }) => !skipped.has(cell))
    .map(({ cell, ...where }) => ({ ...where, row: rowOf.get(cell) ?? 0 }));

  const past = context.keyValues(cells.length);
  const spare = settled?.copyTo(past, context.rows) ?? [];
  const visible = Array.from(
    { length: past.capacity },
    (_, row) => row < context.rows || spare[row - context.rows] === true,
  );
  return {
    rows: {
      ids: computed.map((cell) => cells[cell] ?? 0),
      streams: Stream.canvas,
      positions: computed.map((cell) => positions[cell] ?? 0),
      past,
      mask: canvasMask(computed.length, visible),
    },
    rowOf: (cell) => rowOf.get(cell) ?? 0,
    ...(settled && fresh.length > 0 && { keep: (block: KeyValues) => settled.keep(block, fresh) }),
  };
}
