/** What single cells may hold, beside what no cell may. Off the hot path: most cells have no rule at all. */
import type { Tokenizer } from '../../text/tokenizer';
import { bansOf } from '../bans';
import type { Block, Draft } from '../draft';
import type { BannedTexts } from '../scene';
import { fitsClass } from './jsonSkeleton';

/** Whether the cell at an index of the block may take a token; `undefined`: any. */
export type CellRule = (index: number) => ((id: number) => boolean) | undefined;

export interface RuleParts {
  readonly tokenizer: Tokenizer;
  readonly expand: number | undefined;
  readonly banned: BannedTexts | undefined;
  /** From the balance of the whole hole, see `balance.ts`. */
  readonly balance: CellRule | undefined;
  /** From what the cells beside hold, see `repetition.ts`. */
  readonly repetition: CellRule | undefined;
}

export function ruleOf(parts: RuleParts, draft: Draft, block: Block): CellRule {
  const { tokenizer, expand, banned, balance, repetition } = parts;
  const bans = bansOf(banned, draft, block);
  return (index) => {
    const cell = block.cells[index];
    const only = cell && cell.state !== 'pinned' ? cell.only : undefined;
    const ban = bans(index);
    const balanced = balance?.(index);
    const unrepeated = repetition?.(index);
    if (!only && !ban && !balanced && !unrepeated) return undefined;
    return (id) =>
      ban?.has(id) !== true &&
      (!unrepeated || unrepeated(id)) &&
      (!only || (id !== expand && fitsClass(only, tokenizer.bytes(id)))) &&
      (!balanced || balanced(id));
  };
}
