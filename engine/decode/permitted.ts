/**
 * A prediction cut to what its cell may take: tokens that begin and end with the pieces of the document beside it, and
 * that break no rule about it. The model is asked again only where what it proposed is refused.
 */
import { framed, type Tokenizer } from '../text/tokenizer';
import type { CanvasModel, CanvasRequest, Prediction } from './canvasModel';
import type { DraftCell } from './draft';

/** Whether a cell may take a token. */
export type Fits = (id: number) => boolean;

export interface Question {
  readonly request: CanvasRequest;
  /** Of the cell. */
  readonly index: number;
  /** Any token, where absent. */
  readonly fits?: Fits;
  /** The token must begin or end with pieces of the document. */
  readonly isFramed: boolean;
}

export interface AskTools {
  readonly model: CanvasModel;
  readonly tokenizer: Tokenizer;
  readonly temperature: number;
  readonly signal?: AbortSignal;
}

export function questionOf(
  tokenizer: Tokenizer,
  cell: DraftCell | undefined,
  rule: Fits | undefined,
): Pick<Question, 'fits' | 'isFramed'> {
  const { lead = '', tail = '' } = cell && cell.state !== 'pinned' ? cell : {};
  if (lead === '' && tail === '') return { isFramed: false, ...(rule && { fits: rule }) };
  const inFrame = framed(lead, tail);
  return { isFramed: true, fits: (id) => inFrame(tokenizer.bytes(id)) && (!rule || rule(id)) };
}

/** The prediction without what this one cell may not take; asks again where too little of the top is left. */
export async function permitted(tools: AskTools, question: Question, prediction: Prediction): Promise<Prediction> {
  const { temperature } = tools;
  const { fits, isFramed } = question;
  if (!fits) return prediction;
  const cut = prediction.distribution && masked(prediction, prediction.distribution, fits, targetOf(tools, question));
  if (cut) return cut;
  const left = prediction.ids.filter(fits).length;
  if (temperature > 0 ? left === prediction.ids.length : fits(prediction.ids[0] ?? -1)) return prediction;
  // Draws need some choice: half of the top candidates. Framed cells must not take what only happens to be left.
  if (!isFramed && left >= (temperature > 0 ? prediction.ids.length / 2 : 1)) return narrowed(prediction, fits);
  return (await askAgain(tools, question, fits)) ?? prediction;
}

/** What the model says of the cell where it may take nothing but what `fits`. */
export async function askAgain(
  tools: AskTools,
  question: Pick<Question, 'request' | 'index'>,
  fits: Fits,
): Promise<Prediction | undefined> {
  const { model, tokenizer, signal } = tools;
  const { request, index } = question;
  const target = targetOf(tools, question);
  const forbidden = [...(request.forbidden ?? []), ...tokenizer.idsThat((id) => !fits(id))];
  const again = { ...request, rows: [index], forbidden, ...(target !== undefined && { targets: [target] }) };
  return (await model.predict(again, signal))[0];
}

function targetOf({ model }: AskTools, { request, index }: Pick<Question, 'request' | 'index'>): number | undefined {
  return request.targets && (request.cells[index] ?? model.specials.mask);
}

function narrowed(prediction: Prediction, fits: Fits): Prediction {
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
  fits: Fits,
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
