import { shownBytes } from './describe';
import { cellIds, placeOf, type Block, type Decision, type Draft, type DraftCell } from './draft';
import { askAgain, type AskTools, type Fits } from './permitted';
import type { Row } from './rows';
import type { Surroundings } from './scene';

/** The last of ASCII's white space. */
const SPACE = 0x20;

/** The pass just made. */
interface Made {
  readonly block: Block;
  readonly around: Surroundings;
  readonly rows: readonly Row[];
}

type Committed = DraftCell & { readonly state: 'committed' };

/** A cell of the pass that would show nothing. */
interface Empty {
  readonly cell: Committed;
  readonly row: Row;
}

/**
 * A hole that was asked for text keeps at least one cell that shows some: where everything would be deleted, or hold no more
 * than what the document has already beside the hole, the cell least sure of it takes its likeliest other token instead, white
 * space only where nothing else comes to mind; one that would be deleted, if there is any. Changes the block in place.
 */
export async function keepOneCell(tools: AskTools, draft: Draft, made: Made): Promise<void> {
  const { delete: deleteId, expand: expandId } = tools.model.specials;
  const { block, rows } = made;
  const shows = (cell: DraftCell, id: number): boolean => shownBytes(tools.tokenizer, cell, id)?.length !== 0;
  const isEmpty = (cell: DraftCell | undefined): cell is Committed =>
    cell?.state === 'committed' && (cell.decision.id === deleteId || !shows(cell, cell.decision.id));
  if (!draft.blocks.every(({ cells }) => cells.every(isEmpty))) return;
  const empty = rows.flatMap((row): Empty[] => {
    const cell = block.cells[row.candidate.index];
    return isEmpty(cell) ? [{ cell, row }] : [];
  });
  const deleted = empty.filter(({ cell }) => cell.decision.id === deleteId);
  const spared = (deleted.length > 0 ? deleted : empty).reduce<Empty | undefined>(lessSure, undefined);
  if (!spared) return;
  const { cell, row } = spared;
  const { index } = row.candidate;
  const fits: Fits = (id) => id !== deleteId && id !== expandId && shows(cell, id) && (!row.fits || row.fits(id));
  const isSeen: Fits = (id) => fits(id) && hasInk(shownBytes(tools.tokenizer, cell, id));
  const { decision: was } = cell;
  const decision = runnerUp(was, isSeen) ?? runnerUp(was, fits) ?? (await another(tools, made, index, fits));
  if (decision) block.cells = block.cells.with(index, { ...placeOf(cell), state: 'committed', decision });
}

/** A user sees no white space that stands alone. */
function hasInk(bytes: Uint8Array | undefined): boolean {
  return bytes !== undefined && bytes.some((byte) => byte > SPACE);
}

function lessSure(best: Empty | undefined, next: Empty): Empty {
  return best && best.cell.decision.confidence <= next.cell.decision.confidence ? best : next;
}

function runnerUp({ alternatives }: Decision, fits: Fits): Decision | undefined {
  const other = alternatives.find(({ id }) => fits(id));
  if (!other) return undefined;
  const left = alternatives.filter((alternative) => alternative !== other);
  return { id: other.id, confidence: other.probability, alternatives: left };
}

/** None of the likeliest fits: the model is asked for that one cell. `undefined` where no token at all fits. */
async function another(
  tools: AskTools,
  { block, around }: Made,
  index: number,
  fits: Fits,
): Promise<Decision | undefined> {
  const { mask } = tools.model.specials;
  const cells = cellIds(block.cells, mask).with(index, mask);
  const found = await askAgain(tools, { request: { ...around, cells, rows: [index] }, index }, fits);
  if (!found) return undefined;
  const alternatives = found.ids.map((id, i) => ({ id, probability: found.probabilities[i] ?? 0 }));
  return runnerUp({ id: mask, confidence: 0, alternatives }, fits);
}
