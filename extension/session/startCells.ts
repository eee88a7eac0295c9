/**
 * What an open hole starts with when that is not simply its own text: cells to keep and numbers of cells to open. A cell
 * that is kept comes back from the engine as pinned text; here it gets back what was known of it.
 */
import type { Cell, Span, StartCells } from '../../engine/protocol/messages';
import type { CellMark, KeptCell, StagedCell, StagedHole, StartCell } from './holes';
import { lengthOf, overlaps } from './spans';

/**
 * The committed cells of a pass stay, everything else is open again. `given`: what is known of cells that the pass was
 * given and has not found; `mark`: of those of which nothing is.
 */
export function startFromDraft(
  cells: readonly Cell[],
  given: readonly (KeptCell | undefined)[],
  mark: CellMark,
): readonly StartCell[] {
  return cells.map(({ state, text, confidence }, i): StartCell => {
    if (state === 'committed') return { text, confidence, alternatives: [], mark: 'open' };
    if (state !== 'pinned') return { open: 1 };
    return { text, confidence, alternatives: [], mark: given[i]?.mark ?? mark };
  });
}

/** A staged hole, or a part of it, cell by cell: `start` says what becomes of each; what the user has typed stays. */
export function startFromStaged(
  hole: StagedHole,
  part: Span,
  start: (cell: StagedCell) => StartCell,
): readonly StartCell[] {
  const textOf = (span: Span) => hole.text.slice(span.start - hole.span.start, span.end - hole.span.start);
  const cells: StartCell[] = [];
  let at = part.start;
  const keep = (end: number) => {
    if (at < end) cells.push({ text: textOf({ start: at, end }), confidence: 1, alternatives: [], mark: 'pinned' });
  };
  for (const cell of hole.cells.filter(({ span }) => overlaps(span, part))) {
    keep(cell.span.start);
    cells.push(start(cell));
    at = cell.span.end;
  }
  keep(part.end);
  return cells;
}

/** The cell as it is, to be kept. */
export function kept(hole: StagedHole, cell: StagedCell): KeptCell {
  const { span, confidence, alternatives, mark, parallel } = cell;
  const from = span.start - hole.span.start;
  return {
    text: hole.text.slice(from, from + lengthOf(span)),
    confidence,
    alternatives,
    mark,
    ...(parallel && { parallel }),
  };
}

export function openCount(cells: readonly StartCell[]): number {
  return cells.reduce((sum, cell) => sum + ('open' in cell ? cell.open : 0), 0);
}

/** `by` open cells more or fewer, taken where most are open in a row; at least one stays. */
export function resized(cells: readonly StartCell[], by: number): readonly StartCell[] {
  const runs = joinedRuns(cells);
  const sizes = runs.map((cell) => ('open' in cell ? cell.open : 0));
  const longest = sizes.indexOf(Math.max(...sizes));
  return runs.map((cell, i) => (i === longest && 'open' in cell ? { open: Math.max(1, cell.open + by) } : cell));
}

function joinedRuns(cells: readonly StartCell[]): readonly StartCell[] {
  const runs: StartCell[] = [];
  for (const cell of cells) {
    const last = runs.at(-1);
    if (last && 'open' in last && 'open' in cell) runs[runs.length - 1] = { open: last.open + cell.open };
    else runs.push(cell);
  }
  return runs;
}

export function startRequest(cells: readonly StartCell[]): readonly StartCells[] {
  return joinedRuns(cells).map((cell) => ('open' in cell ? cell : { text: cell.text }));
}

/** The engine cuts kept text into its own tokens: each is told which kept cell its first character comes from. */
export function originsOf(
  start: readonly StartCell[],
  cells: readonly Pick<Cell, 'text' | 'state'>[],
): readonly (KeptCell | undefined)[] {
  const keptCells = start.filter((cell) => 'text' in cell);
  let at = 0;
  return cells.map(({ text, state }) => {
    if (state !== 'pinned') return undefined;
    const origin = cellAt(keptCells, at);
    at += visible(text);
    return origin;
  });
}

function cellAt(cells: readonly KeptCell[], offset: number): KeptCell | undefined {
  let end = 0;
  return cells.find((cell) => offset < (end += visible(cell.text)));
}

/** Length without what line endings differ in. */
function visible(text: string): number {
  return text.replaceAll('\r', '').length;
}
