/**
 * Keeps a draft spellable. A byte-level model can commit bytes that form no character; such cells are opened again and
 * the block writes only whole characters from then on. On the last pass there is no second try: the stray bytes then
 * spell nothing (see `joinPieces`), so no result ever holds a replacement character that the model did not spell.
 */
import { joinPieces } from '../text/utf8';
import type { Tokenizer } from '../text/tokenizer';
import { reopen, type Block } from './draft';

/** Opens the cells whose bytes can no longer become part of a character. */
export function repairCharacters(block: Block, tokenizer: Tokenizer): void {
  if (block.passesLeft <= 1 || block.cells.some((cell) => cell.state === 'open')) return;
  const pieces = block.cells.map((cell) =>
    cell.state === 'committed' ? tokenizer.bytes(cell.decision.id) : undefined,
  );
  const { broken } = joinPieces(pieces);
  if (broken.size === 0) return;
  block.wholeCharacters = true;
  block.cells = block.cells.map((cell, index) => (broken.has(index) && cell.state !== 'pinned' ? reopen(cell) : cell));
}
