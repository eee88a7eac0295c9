/**
 * Canvas models that need no weights: one answers by a script, one at random (but always the same for the same
 * question), with every awkward answer a real model could give.
 */
import type { CanvasModel, CanvasRequest, Prediction, SpecialIds } from '../../engine/decode/canvasModel';
import type { RecallGate } from '../../engine/decode/recall/gate';
import { seededRandom } from '../../engine/decode/random';
import { Tokenizer } from '../../engine/text/tokenizer';
import { byteLevelTokenizer } from './byteLevelTokenizer';

export const SPECIALS: SpecialIds = { mask: 3, delete: 4, expand: 5 };
const TOP = 8;
/** Specials, the bytes, and the merges of the test tokenizer. */
const VOCABULARY = 278;

/** Weights per id for one row; they need not sum to 1, and forbidden ids are left out afterwards. */
export type Answer = (request: CanvasRequest, row: number) => ReadonlyMap<number, number>;

export interface FakeOptions {
  readonly answer: Answer;
  readonly maxCells?: number;
  readonly contextTokens?: number;
  readonly specials?: SpecialIds;
  readonly recallGate?: RecallGate;
  readonly projectGate?: RecallGate;
}

export interface FakeModel extends CanvasModel {
  /** Every request, in order. */
  readonly requests: readonly CanvasRequest[];
  /** Every context warmed, in order. */
  readonly warmed: readonly Pick<CanvasRequest, 'before' | 'after'>[];
}

export function testTokenizer(): Tokenizer {
  return new Tokenizer(byteLevelTokenizer());
}

export function fakeModel(options: FakeOptions): FakeModel {
  const { answer, maxCells = 64, contextTokens = 256, specials = SPECIALS, recallGate, projectGate } = options;
  const requests: CanvasRequest[] = [];
  const warmed: Pick<CanvasRequest, 'before' | 'after'>[] = [];
  return {
    id: 'fake',
    specials,
    maxCells,
    contextTokens,
    ...(recallGate && { recallGate }),
    ...(projectGate && { projectGate }),
    requests,
    warmed,
    async predict(request, signal) {
      signal?.throwIfAborted();
      if (request.cells.length > maxCells) throw new Error('the canvas is longer than the model allows');
      if (request.rows.length === 0) throw new Error('a pass must ask for a row');
      requests.push(request);
      return request.rows.map((row, i) => predictionOf(answer(request, row), request, i));
    },
    async warm(context) {
      warmed.push(context);
      return { computedRows: context.before.length + context.after.length, cachedRows: 0 };
    },
  };
}

function predictionOf(weights: ReadonlyMap<number, number>, request: CanvasRequest, index: number): Prediction {
  const forbidden = new Set(request.forbidden ?? []);
  const allowed = [...weights].filter(([id]) => !forbidden.has(id)).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const sum = allowed.reduce((total, [, weight]) => total + weight, 0);
  const probabilities = allowed.map(([, weight]) => weight / sum);
  const target = request.targets?.[index];
  const distribution = new Float32Array(VOCABULARY);
  allowed.forEach(([id], i) => (distribution[id] = probabilities[i] ?? 0));
  return {
    ids: allowed.slice(0, TOP).map(([id]) => id),
    probabilities: probabilities.slice(0, TOP),
    entropy: -probabilities.reduce((total, p) => total + (p > 0 ? p * Math.log(p) : 0), 0),
    ...(request.whole && { distribution }),
    ...(target !== undefined && { target: probabilities[allowed.findIndex(([id]) => id === target)] ?? 0 }),
  };
}

/** Answers drawn from the question itself: mask, specials, parts of characters and length tokens among them. */
export function chaoticAnswer(seed: number, vocabulary: number): Answer {
  return ({ before, after, cells }, row) => {
    const random = seededRandom(hash([seed, row, ...before.slice(-4), ...after.slice(0, 4), ...cells]));
    const weights = new Map<number, number>();
    for (let i = 0; i < 24; i++) weights.set(Math.floor(random() * vocabulary), random() ** 4);
    weights.set(SPECIALS.mask, random());
    weights.set(4, random() ** 3);
    weights.set(5, random() ** 3);
    for (let id = 16; id < 40; id++) weights.set(id, (weights.get(id) ?? 0) + 0.001);
    return weights;
  };
}

function hash(values: readonly number[]): number {
  return values.reduce((state, value) => Math.imul(state ^ value, 0x01000193) >>> 0, 0x811c9dc5);
}

/** Always the tokens of `target`, cell by cell from the canvas's start, DELETE behind its end. */
export function knowingAnswer(tokenizer: Tokenizer, target: string, confidence: (row: number) => number): Answer {
  const ids = tokenizer.ids(target);
  return (_, row) => {
    const sure = confidence(row);
    return new Map([
      [ids[row] ?? 4, sure],
      [20, (1 - sure) / 2],
      [21, (1 - sure) / 2],
    ]);
  };
}
