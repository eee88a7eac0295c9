/**
 * Grows a hole where the model asks for room. Before the first pass: while the end of the hole does not look like an end,
 * cells are added. While denoising: the open cell that the model is least sure of becomes several. Source: DAEDAL (Li et
 * al. 2025), Li-Jinsong/DAEDAL: 8 cells at a time, an end from 0.5, doubtful below 0.1. There the end shows as EOS; with
 * text behind the hole it is DELETE.
 */
import { freshKey, type Block, type DraftCell } from '../draft';

export const STEP = 8;
/** Cells at the end of the hole that are looked at. */
export const END = 32;
const IS_END = 0.5;
const DOUBTFUL = 0.1;

export interface GrowthSearch {
  readonly start: number;
  readonly most: number;
  /** Mean probability of DELETE over the last cells of a hole of so many open cells. */
  readonly endness: (length: number) => Promise<number>;
}

export async function grownLength({ start, most, endness }: GrowthSearch): Promise<number> {
  let length = start;
  while (length + STEP <= most && (await endness(length)) < IS_END) length += STEP;
  return length;
}

/** Splits the least sure cell that is still open, if there is room and a pass to fill it. Changes `block` in place. */
export function splitDoubtful(block: Block, maxCells: number): void {
  const room = Math.min(STEP - 1, block.growth, maxCells - block.cells.length);
  // All of its cells may have been deleted in this very pass.
  if (block.cells.length === 0 || block.keepsLength || room < 1 || block.passesLeft <= 1) return;
  const doubt = (cell: DraftCell): number => (cell.state === 'open' && cell.guess ? cell.guess.confidence : 1);
  const least = block.cells.reduce((a, b) => (doubt(b) < doubt(a) ? b : a));
  if (doubt(least) >= DOUBTFUL) return;
  const key = freshKey(block);
  const added = Array.from({ length: room }, (_, i): DraftCell => ({ state: 'open', key: key + i }));
  // The cell that ends with a piece of the document stays the last.
  const parted = least.state === 'open' && least.tail !== undefined ? [...added, least] : [least, ...added];
  block.cells = block.cells.flatMap((cell) => (cell === least ? parted : [cell]));
  block.growth -= room;
}
