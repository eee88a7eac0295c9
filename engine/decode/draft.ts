/**
 * A hole while it is being denoised: its cells, in blocks that are decided left to right. Changes are made by the pass
 * that decides (`pass.ts`); nothing here knows a model or a policy.
 */
import type { CellClass } from '../text/canvas';
import type { HintSource } from './hint';

/** A token that a pass proposed for a cell, with its runners-up. */
export interface Decision {
  readonly id: number;
  /** What the model said; policies go by it. */
  readonly confidence: number;
  /** What a person is shown instead, where the model comes with a calibration. */
  readonly shown?: number;
  /** Likeliest first, without `id`. */
  readonly alternatives: readonly { readonly id: number; readonly probability: number }[];
  /** Where it stands that proposed `id`, see `Hint`. */
  readonly source?: HintSource;
}

interface Place {
  /** The cell's name within its block; cells that EXPAND makes get new ones. */
  readonly key: number;
  /** The token must begin and end with these, which are the document's own and which the cell does not show. */
  readonly lead?: string;
  readonly tail?: string;
  /** The line break that `tail` begins with is the hole's own, and shown. */
  readonly bringsBreak?: true;
  readonly only?: CellClass;
}

export type DraftCell =
  /**
   * Undecided; `guess` is what the last pass would have put there, `steady` if the pass before it would have too. `held`
   * is what the model sees instead of the mask, on a canvas of noise.
   */
  | (Place & { readonly state: 'open'; readonly guess?: Decision; readonly steady?: boolean; readonly held?: number })
  | (Place & { readonly state: 'committed'; readonly decision: Decision })
  | { readonly state: 'pinned'; readonly id: number; readonly text: string };

export interface Block {
  cells: DraftCell[];
  /** Cells that EXPAND may still add. */
  growth: number;
  /** Neither DELETE nor EXPAND. */
  readonly keepsLength: boolean;
  /** Set once the block held bytes that spell no character: from then on only whole characters may be written. */
  wholeCharacters: boolean;
  /** The policy asked for another pass although nothing may be open. */
  unfinished: boolean;
  passesLeft: number;
  readonly passes: number;
  readonly opened: number;
}

export interface Draft {
  readonly blocks: readonly Block[];
}

type FreeCell = Exclude<DraftCell, { readonly state: 'pinned' }>;

/** What stays of a cell whatever it holds. */
export function placeOf({ key, lead, tail, bringsBreak, only }: Place): Place {
  return {
    key,
    ...(lead !== undefined && { lead }),
    ...(tail !== undefined && { tail }),
    ...(bringsBreak && { bringsBreak }),
    ...(only !== undefined && { only }),
  };
}

/** The cell undecided again. */
export function reopen(cell: FreeCell): DraftCell {
  return { ...placeOf(cell), state: 'open' };
}

/** A key that no cell of the block has. */
export function freshKey({ cells }: Block): number {
  return 1 + cells.reduce((most, cell) => (cell.state === 'pinned' ? most : Math.max(most, cell.key)), -1);
}

/** The block being decided: the first with an open cell, or with passes left that its policy wants. */
export function activeBlock(draft: Draft): Block | undefined {
  return draft.blocks.find((block) => block.unfinished || block.cells.some((cell) => cell.state === 'open'));
}

export function draftCells(draft: Draft): readonly DraftCell[] {
  return draft.blocks.flatMap((block) => block.cells);
}

/** One id per cell, the mask where it is open: how a model sees the draft. */
export function cellIds(cells: readonly DraftCell[], mask: number): number[] {
  return cells.map((cell) => {
    if (cell.state === 'open') return cell.held ?? mask;
    return cell.state === 'pinned' ? cell.id : cell.decision.id;
  });
}
