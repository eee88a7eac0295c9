/** How a hole begins: its cells cut into blocks, each with its share of the passes and room to grow. */
import type { PlannedCell } from '../text/canvas';
import { placeOf, type Draft, type DraftCell } from './draft';

/** Most cells that EXPAND adds to a block of `opened` open cells. */
function growthOf(opened: number): number {
  return Math.max(8, opened);
}

/**
 * Passes for a block when the caller sets none: one per cell for short blocks, several cells a pass for longer ones, and
 * more still where there are so many blocks that a person would wait too long.
 */
function autoPasses(opened: number, active: number): number {
  const [least, most, allBlocks] = [6, 24, 240];
  return Math.min(opened, Math.max(least, Math.min(most, Math.floor(allBlocks / active))));
}

export interface BlockPlan {
  readonly maxCells: number;
  /** Passes for the whole draft, or `auto`. At least one per block with open cells. */
  readonly passes: number | 'auto';
  /** The policy's own choice where `passes` is `auto`. */
  readonly ownPasses?: (opened: number) => number;
}

export function createDraft(cells: readonly PlannedCell[], plan: BlockPlan): Draft {
  const chunks = cutBlocks(cells, plan.maxCells).map((chunk) => ({ chunk, opened: chunk.filter(isOpenPlan).length }));
  const active = chunks.filter(({ opened }) => opened > 0).length;
  let turn = 0;
  const blocks = chunks.map(({ chunk, opened }) => {
    const passes = opened === 0 ? 0 : share(plan, { opened, turn: turn++, active });
    return {
      cells: chunk.map(toDraftCell),
      growth: growthOf(opened),
      keepsLength: chunk.some((cell) => cell.kind === 'open' && cell.stays === true),
      wholeCharacters: false,
      unfinished: false,
      passesLeft: passes,
      passes,
      opened,
    };
  });
  return { blocks };
}

function toDraftCell(cell: PlannedCell, key: number): DraftCell {
  if (cell.kind === 'pinned') return { state: 'pinned', id: cell.id, text: cell.text };
  return { ...placeOf({ ...cell, key }), state: 'open' };
}

const isOpenPlan = (cell: PlannedCell): boolean => cell.kind === 'open';

/** A canvas that fits is one block; a longer one is cut into blocks with room left to grow. */
function cutBlocks<T>(cells: readonly T[], maxCells: number): readonly (readonly T[])[] {
  if (cells.length <= maxCells) return [cells];
  const size = Math.max(1, Math.floor(maxCells * 0.75));
  return Array.from({ length: Math.ceil(cells.length / size) }, (_, i) => cells.slice(i * size, (i + 1) * size));
}

function share(
  { passes, ownPasses }: BlockPlan,
  block: { readonly opened: number; readonly turn: number; readonly active: number },
): number {
  if (passes === 'auto') return ownPasses?.(block.opened) ?? autoPasses(block.opened, block.active);
  return Math.floor(passes / block.active) + (block.turn < passes % block.active ? 1 : 0);
}
