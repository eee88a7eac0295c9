/** What was known of the text that a run was given and kept: the engine gives it back as mere pinned text. */
import type { Cell, Span } from '../../engine/protocol/messages';
import type { CellMark, KeptCell, OpenHole, StagedHole } from './holes';
import { contains, intersection, lengthOf, overlaps } from './spans';
import { originsOf } from './startCells';
import type { Staged } from './state';

/** For each cell of a draft of the hole. `base`: the staged text that the run was over, if it was. */
export function givenTo(
  hole: OpenHole,
  base: Staged | undefined,
  cells: readonly Pick<Cell, 'text' | 'state'>[],
): readonly (KeptCell | undefined)[] {
  return originsOf(hole.start ?? pinnedCells(hole, base), cells);
}

/** Text that the user's pins hold is pinned, the rest was simply not masked. */
export function markOfGiven(hole: OpenHole): CellMark {
  return hole.pins.length > 0 ? 'pinned' : 'kept';
}

function pinnedCells(hole: OpenHole, base: Staged | undefined): readonly KeptCell[] {
  const target = base?.holes.find((each) => contains(each.span, hole.span));
  return target ? hole.pins.flatMap((pin) => cellsIn(target, pin)) : [];
}

/** A span of staged text, cell by cell; what the user has typed is pinned. */
function cellsIn(target: StagedHole, pin: Span): readonly KeptCell[] {
  const textOf = (start: number, end: number) => target.text.slice(start - target.span.start, end - target.span.start);
  const cells: KeptCell[] = [];
  let at = pin.start;
  const typed = (end: number) => {
    if (at < end) cells.push({ text: textOf(at, end), confidence: 1, alternatives: [], mark: 'pinned' });
  };
  for (const cell of target.cells.filter(({ span }) => overlaps(span, pin))) {
    const { start, end } = intersection(cell.span, pin);
    typed(start);
    const isWhole = end - start === lengthOf(cell.span);
    const { confidence, mark, parallel } = cell;
    const alternatives = isWhole ? cell.alternatives : [];
    cells.push({ text: textOf(start, end), confidence, alternatives, mark, ...(parallel && { parallel }) });
    at = end;
  }
  typed(pin.end);
  return cells;
}
