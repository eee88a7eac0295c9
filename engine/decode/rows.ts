/**
 * What the model says about the cells of a block that a policy wants to see. Every random number comes from the run's
 * generator, in cell order.
 */
import { framed, type Tokenizer } from '../text/tokenizer';
import type { CellRule } from './constraints/cellRule';
import type { CanvasModel, CanvasRequest, Prediction } from './canvasModel';
import { cellIds, type Block, type Decision, type DraftCell } from './draft';
import { historyOf } from './history';
import { forbiddenLengths } from './length';
import type { Candidate, Policy } from './policies/policy';
import type { Random } from './random';
import { recollect } from './recall/recollect';
import { propose } from './sample';
import type { Surroundings } from './scene';

export interface RowTools {
  readonly model: CanvasModel;
  readonly tokenizer: Tokenizer;
  readonly policy: Policy;
  readonly temperature: number;
  readonly random: Random;
  readonly signal?: AbortSignal;
}

export interface Row {
  readonly candidate: Candidate;
  readonly prediction: Prediction;
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
  const predictions = recollect(model, request, await model.predict(request, tools.signal));
  const found: Row[] = [];
  for (const [i, index] of rows.entries()) {
    const prediction = await permitted(tools, block, { request, index, fitsRule: rule(index) }, predictions[i]);
    if (prediction) found.push(toRow(tools, index, block.cells[index], prediction));
  }
  return found;
}

function needsWhole({ policy, temperature }: RowTools): boolean {
  return policy.whole === 'always' || (policy.whole === 'drawn' && temperature > 0);
}

function isSeen(cell: DraftCell, policy: Policy): boolean {
  return cell.state === 'open' || (policy.revises === true && cell.state === 'committed');
}

interface Question {
  readonly request: CanvasRequest;
  readonly index: number;
  readonly fitsRule: ((id: number) => boolean) | undefined;
}

/** The prediction without what this one cell may not take; asks again where too little of the top is left. */
async function permitted(
  { model, tokenizer, temperature, signal }: RowTools,
  block: Block,
  { request, index, fitsRule }: Question,
  prediction: Prediction | undefined,
): Promise<Prediction | undefined> {
  const { lead = '', tail = '' } = placeAt(block, index);
  const framing = lead !== '' || tail !== '';
  if (!prediction || (!framing && !fitsRule)) return prediction;
  const inFrame = framed(lead, tail);
  const fits = (id: number): boolean => (!framing || inFrame(tokenizer.bytes(id))) && (!fitsRule || fitsRule(id));
  const target = request.targets && (request.cells[index] ?? model.specials.mask);
  const cut = prediction.distribution && masked(prediction, prediction.distribution, fits, target);
  if (cut) return cut;
  const left = prediction.ids.filter(fits).length;
  if (temperature > 0 ? left === prediction.ids.length : fits(prediction.ids[0] ?? -1)) return prediction;
  // Draws need some choice: half of the top candidates. Framed cells must not take what only happens to be left.
  if (!framing && left >= (temperature > 0 ? prediction.ids.length / 2 : 1)) return narrowed(prediction, fits);
  const forbidden = [...(request.forbidden ?? []), ...tokenizer.idsThat((id) => !fits(id))];
  const again = { ...request, rows: [index], forbidden, ...(target !== undefined && { targets: [target] }) };
  return (await model.predict(again, signal))[0] ?? prediction;
}

function placeAt({ cells }: Block, index: number): { readonly lead?: string; readonly tail?: string } {
  const cell = cells[index];
  return cell && cell.state !== 'pinned' ? cell : {};
}

function narrowed(prediction: Prediction, fits: (id: number) => boolean): Prediction {
  const kept = prediction.ids.flatMap((id, i) => (fits(id) ? [i] : []));
  return {
    ...prediction,
    ids: kept.map((i) => prediction.ids[i] ?? 0),
    probabilities: kept.map((i) => prediction.probabilities[i] ?? 0),
  };
}

/** As if the rest had been forbidden before softmax; `undefined` if nothing that fits has any probability. */
function masked(
  prediction: Prediction,
  distribution: Float32Array,
  fits: (id: number) => boolean,
  target: number | undefined,
): Prediction | undefined {
  const kept = distribution.map((p, id) => (p > 0 && fits(id) ? p : 0));
  const total = kept.reduce((sum, p) => sum + p, 0);
  if (total === 0) return undefined;
  const shares = kept.map((p) => p / total);
  const likeliest = largest(shares, prediction.ids.length);
  return {
    ids: likeliest,
    probabilities: likeliest.map((id) => shares[id] ?? 0),
    entropy: -shares.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0),
    distribution: shares,
    ...(target !== undefined && { target: shares[target] ?? 0 }),
  };
}

/** Indices of the `count` largest, ties to the smaller index. */
function largest(values: Float32Array, count: number): number[] {
  const top: number[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value === 0 || (top.length >= count && value <= (values[top[count - 1] ?? 0] ?? 0))) continue;
    let at = top.length;
    while (at > 0 && (values[top[at - 1] ?? 0] ?? 0) < value) at--;
    top.splice(at, 0, i);
    top.length = Math.min(top.length, count);
  }
  return top;
}

function toRow({ temperature, random }: RowTools, index: number, cell: DraftCell | undefined, found: Prediction): Row {
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
  return { candidate, prediction: found };
}

/** What a cell holds if it takes this candidate's token. */
export function decisionOf({ id, confidence }: Candidate, { ids, probabilities }: Prediction): Decision {
  const alternatives = ids.flatMap((other, i) =>
    other === id ? [] : [{ id: other, probability: probabilities[i] ?? 0 }],
  );
  return { id, confidence, alternatives };
}

/** Everything that spells no text, except the length tokens that the block may take now. */
function forbiddenIds({ model, tokenizer }: RowTools, block: Block): readonly number[] {
  const { specials, maxCells } = model;
  const controls = tokenizer.controls.filter((id) => id !== specials.delete && id !== specials.expand);
  const fragments = block.wholeCharacters ? tokenizer.fragments : [];
  return [...controls, ...forbiddenLengths(block, specials, maxCells), ...fragments];
}
