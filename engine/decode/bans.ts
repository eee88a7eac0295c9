/**
 * Earlier texts of a hole that must not come back: while the hole has as many cells as such a text has tokens, no cell may
 * hold the token that the text had there. Used by validate-and-remask, so that a retry is not the same mistake again.
 */
import type { Block, Draft } from './draft';
import type { BannedTexts } from './scene';

/** Ids that the cell at an index of the block may not take. */
export type Bans = (index: number) => ReadonlySet<number> | undefined;

/** What the cells of `block` may not take now. */
export function bansOf(texts: BannedTexts | undefined, draft: Draft, block: Block): Bans {
  if (!texts || texts.length === 0) return () => undefined;
  const total = draft.blocks.reduce((sum, { cells }) => sum + cells.length, 0);
  const same = texts.filter((ids) => ids.length === total);
  if (same.length === 0) return () => undefined;
  const offset = draft.blocks.slice(0, draft.blocks.indexOf(block)).reduce((sum, { cells }) => sum + cells.length, 0);
  return (index) => new Set(same.flatMap((ids) => ids[offset + index] ?? []));
}
