import { cellIds, placeOf, type Block, type Decision, type Draft, type DraftCell } from './draft';
import { askAgain, type AskTools, type Fits } from './permitted';
import type { Row } from './rows';
import type { Surroundings } from './scene';

/** The pass just made. */
interface Made {
  readonly block: Block;
  readonly around: Surroundings;
  readonly rows: readonly Row[];
}

type Committed = DraftCell & { readonly state: 'committed' };

/**
 * A hole that was asked for text keeps at least one cell: where everything would be deleted, the cell least sure of it
 * takes its likeliest other token instead. Changes the block in place.
 */
export async function keepOneCell(tools: AskTools, draft: Draft, made: Made): Promise<void> {
  const { delete: deleteId, expand: expandId } = tools.model.specials;
  const { block, rows } = made;
  const isDeleted = (cell: DraftCell): cell is Committed => cell.state === 'committed' && cell.decision.id === deleteId;
  if (deleteId === undefined || !draft.blocks.every(({ cells }) => cells.every(isDeleted))) return;
  const spared = block.cells.filter(isDeleted).reduce<Committed | undefined>(lessSure, undefined);
  if (!spared) return;
  const index = block.cells.indexOf(spared);
  const fitsRule = rows.find(({ candidate }) => candidate.index === index)?.fits;
  const fits: Fits = (id) => id !== deleteId && id !== expandId && (!fitsRule || fitsRule(id));
  const decision = runnerUp(spared.decision, fits) ?? (await another(tools, made, index, fits));
  if (decision) block.cells = block.cells.with(index, { ...placeOf(spared), state: 'committed', decision });
}

function lessSure(best: Committed | undefined, cell: Committed): Committed {
  return best && best.decision.confidence <= cell.decision.confidence ? best : cell;
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
