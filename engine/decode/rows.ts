/**
 * What the model says about the cells of a block that a policy wants to see. Every random number comes from the run's
 * generator, in cell order.
 */
import type { Tokenizer } from '../text/tokenizer';
import type { CellRule } from './constraints/cellRule';
import type { CanvasModel, CanvasRequest, Prediction } from './canvasModel';
import { cellIds, type Block, type Decision, type DraftCell } from './draft';
import { historyOf } from './history';
import { forbiddenLengths } from './length';
import { permitted, questionOf, type Fits, type Question } from './permitted';
import type { Candidate, Policy } from './policies/policy';
import type { Random } from './random';
import type { ProjectText } from './recall/projectText';
import { recollect, type Proposal } from './recall/recollect';
import { propose } from './sample';
import type { Hint } from './hint';
import type { Surroundings } from './scene';

export interface RowTools {
  readonly model: CanvasModel;
  readonly tokenizer: Tokenizer;
  readonly project?: ProjectText;
  /** For the block's first cells, by their keys. */
  readonly hint?: Hint;
  readonly policy: Policy;
  readonly temperature: number;
  readonly random: Random;
  readonly signal?: AbortSignal;
}

/** What a hint proposes for a cell. */
type Hinted = Proposal & Pick<Hint, 'source'>;

export interface Row {
  readonly candidate: Candidate;
  readonly prediction: Prediction;
  readonly hinted?: Hinted;
  /** Whether the cell may take a token; any, where absent. What the model proposes does, runners-up need not. */
  readonly fits?: Fits;
}

/** One row per open cell, and per decided one if the policy revises. The model is not asked for none. */
export async function predictRows(tools: RowTools, block: Block, around: Surroundings, rule: CellRule): Promise<Row[]> {
  const { model, policy } = tools;
  const rows = block.cells.flatMap((cell, index) => (isSeen(cell, policy) ? [index] : []));
  if (rows.length === 0) return [];
  const cells = cellIds(block.cells, model.specials.mask);
  const request: CanvasRequest = {
    ...around,
    cells,
    rows,
    forbidden: forbiddenIds(tools, block),
    history: historyOf(block),
    ...(policy.revises && { targets: rows.map((row) => cells[row] ?? model.specials.mask) }),
    ...(needsWhole(tools) && { whole: true }),
    ...(policy.conditionAt && { conditionAt: policy.conditionAt(block) }),
  };
  const hints = tools.hint && rows.map((row) => hintAt(tools.hint, block.cells[row]));
  const predictions = recollect(tools, request, await model.predict(request, tools.signal), hints);
  const found: Row[] = [];
  for (const [i, index] of rows.entries()) {
    const question = { request, index, ...questionOf(tools.tokenizer, block.cells[index], rule(index)) };
    const prediction = predictions[i] && (await permitted(tools, question, predictions[i]));
    const hinted = hints?.[i];
    const row = prediction && toRow(tools, question, block.cells[index], prediction);
    if (row) found.push({ ...row, ...(hinted && { hinted }) });
  }
  return found;
}

/** Cells keep their names while others are dropped; those that EXPAND made have new ones. */
function hintAt(hint: Hint | undefined, cell: DraftCell | undefined): Hinted | undefined {
  const id = cell && cell.state !== 'pinned' ? hint?.ids[cell.key] : undefined;
  if (!hint || id === undefined || id === null) return undefined;
  return { id, weight: hint.weight, ...(hint.source && { source: hint.source }) };
}

function needsWhole({ policy, temperature }: RowTools): boolean {
  return policy.whole === 'always' || (policy.whole === 'drawn' && temperature > 0);
}

function isSeen(cell: DraftCell, policy: Policy): boolean {
  return cell.state === 'open' || (policy.revises === true && cell.state === 'committed');
}

function toRow(
  { temperature, random }: RowTools,
  { index, fits }: Question,
  cell: DraftCell | undefined,
  found: Prediction,
): Row {
  const [top = 0, second = 0] = found.probabilities;
  const { distribution } = found;
  const candidate: Candidate = {
    index,
    key: cell && cell.state !== 'pinned' ? cell.key : index,
    ...propose(found, temperature, random),
    likeliest: found.ids[0] ?? 0,
    margin: top - second,
    entropy: found.entropy,
    ...(distribution && { distribution }),
  };
  return { candidate, prediction: found, ...(fits && { fits }) };
}

/** What a cell holds if it takes this candidate's token. */
export function decisionOf({ id, confidence }: Candidate, { prediction, hinted }: Row): Decision {
  const { ids, probabilities } = prediction;
  const alternatives = ids.flatMap((other, i) =>
    other === id ? [] : [{ id: other, probability: probabilities[i] ?? 0 }],
  );
  return { id, confidence, alternatives, ...(hinted?.id === id && hinted.source && { source: hinted.source }) };
}

/** Everything that spells no text, except the length tokens that the block may take now. */
function forbiddenIds({ model, tokenizer }: RowTools, block: Block): readonly number[] {
  const { specials, maxCells } = model;
  const controls = tokenizer.controls.filter((id) => id !== specials.delete && id !== specials.expand);
  const fragments = block.wholeCharacters ? tokenizer.fragments : [];
  return [...controls, ...forbiddenLengths(block, specials, maxCells), ...fragments];
}
