/**
 * One pass over one block: forward, propose, choose, commit, settle the length. Knows no policy by name; every random
 * number comes from the run's generator, in cell order.
 */
import { startsWith } from '../text/byteLevel';
import type { Tokenizer } from '../text/tokenizer';
import type { CanvasModel, CanvasRequest, Prediction, SpecialIds } from './canvasModel';
import { repairCharacters } from './characters';
import { cellIds, OPEN, reopen, type Block, type Decision, type Draft, type DraftCell } from './draft';
import { broadcastDelete, forbiddenLengths, settleLengths } from './length';
import type { Candidate, Policy } from './policies/policy';
import type { Random } from './random';
import { propose } from './sample';
import type { Surroundings } from './scene';

export interface PassTools {
  readonly model: CanvasModel;
  readonly tokenizer: Tokenizer;
  readonly policy: Policy;
  readonly temperature: number;
  readonly random: Random;
  readonly signal?: AbortSignal;
}

interface Row extends Candidate {
  readonly decision: Decision;
}

/** Decides some of the block's open cells, all that are left on its last pass. Changes `block` in place. */
export async function runPass(tools: PassTools, draft: Draft, block: Block, around: Surroundings): Promise<void> {
  const { specials, maxCells } = tools.model;
  const rows = await predictRows(tools, block, around);
  const last = block.passesLeft <= 1;
  const { passesLeft, passes, opened } = block;
  const chosen = last ? rows : tools.policy(rows, { passesLeft, passes, opened });
  commit(block, rows, new Set(broadcastDelete(chosen, rows, specials.delete).map((candidate) => candidate.index)));
  keepOneCell(draft, block, specials);
  settleLengths(block, specials, maxCells);
  repairCharacters(block, tools.tokenizer);
  block.passesLeft = Math.max(0, block.passesLeft - 1);
}

async function predictRows(tools: PassTools, block: Block, around: Surroundings): Promise<Row[]> {
  const { model } = tools;
  const open = block.cells.flatMap((cell, index) => (cell.state === 'open' ? [index] : []));
  const cells = cellIds(block.cells, model.specials.mask);
  const request = { ...around, cells, rows: open, forbidden: forbiddenIds(tools, block) };
  const predictions = await model.predict(request, tools.signal);
  const rows = open.flatMap((index, i) => {
    const prediction = predictions[i];
    return prediction ? [toRow(tools, index, prediction)] : [];
  });
  return healRows(tools, block, request, rows);
}

/** Asks again for a cell whose proposal does not begin with the cell's lead, among those tokens that do. */
async function healRows(tools: PassTools, block: Block, request: CanvasRequest, rows: readonly Row[]): Promise<Row[]> {
  const { model, tokenizer } = tools;
  const healed: Row[] = [];
  for (const row of rows) {
    const cell = block.cells[row.index];
    const lead = cell?.state === 'open' ? cell.lead : undefined;
    if (lead === undefined || startsWith(tokenizer.bytes(row.id), lead)) {
      healed.push(row);
      continue;
    }
    const forbidden = tokenizer.withoutLead(lead);
    const [prediction] = await model.predict({ ...request, rows: [row.index], forbidden }, tools.signal);
    healed.push(prediction ? toRow(tools, row.index, prediction) : row);
  }
  return healed;
}

function toRow({ temperature, random }: PassTools, index: number, prediction: Prediction): Row {
  const proposal = propose(prediction, temperature, random);
  const alternatives = prediction.ids.flatMap((id, i) =>
    id === proposal.id ? [] : [{ id, probability: prediction.probabilities[i] ?? 0 }],
  );
  return { index, ...proposal, entropy: prediction.entropy, decision: { ...proposal, alternatives } };
}

/** Everything that spells no text, except the length tokens that the block may take now. */
function forbiddenIds({ model, tokenizer }: PassTools, block: Block): readonly number[] {
  const { specials, maxCells } = model;
  const controls = tokenizer.controls.filter((id) => id !== specials.delete && id !== specials.expand);
  const fragments = block.wholeCharacters ? tokenizer.fragments : [];
  return [...controls, ...forbiddenLengths(block, specials, maxCells), ...fragments];
}

function commit(block: Block, rows: readonly Row[], chosen: ReadonlySet<number>): void {
  const cells = [...block.cells];
  for (const { index, decision } of rows) {
    const previous = cells[index];
    const steady = previous?.state === 'open' && previous.guess?.id === decision.id;
    const place = previous ? reopen(previous) : OPEN;
    cells[index] = chosen.has(index)
      ? { ...place, state: 'committed', decision }
      : { ...place, state: 'open', guess: decision, steady };
  }
  block.cells = cells;
}

/**
 * A hole that was asked for text keeps at least one cell: where everything would be deleted, the cell least sure of it
 * takes its likeliest other token instead.
 */
function keepOneCell(draft: Draft, block: Block, { delete: deleteId, expand: expandId }: SpecialIds): void {
  const isDeleted = (cell: DraftCell): boolean => cell.state === 'committed' && cell.decision.id === deleteId;
  if (deleteId === undefined || !draft.blocks.every(({ cells }) => cells.every(isDeleted))) return;
  const sureness = (cell: DraftCell): number => (cell.state === 'committed' ? cell.decision.confidence : 1);
  const spared = block.cells.reduce((best, cell) => (sureness(cell) < sureness(best) ? cell : best));
  const other =
    spared.state === 'committed'
      ? spared.decision.alternatives.find(({ id }) => id !== deleteId && id !== expandId)
      : undefined;
  if (spared.state !== 'committed' || !other) return;
  const alternatives = spared.decision.alternatives.filter((alternative) => alternative !== other);
  const decision = { id: other.id, confidence: other.probability, alternatives };
  block.cells = block.cells.map((cell) => (cell === spared ? { state: 'committed', decision } : cell));
}
