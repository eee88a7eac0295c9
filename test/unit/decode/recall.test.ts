import { describe, expect, it } from 'vitest';
import type { CanvasRequest, Prediction } from '../../../engine/decode/canvasModel';
import { loudness, sharesOf, type RecallGate } from '../../../engine/decode/recall/gate';
import { mixed } from '../../../engine/decode/recall/mixture';
import { recalledLength } from '../../../engine/decode/recall/recalledLength';
import { neighbours, recall, type Neighbours } from '../../../engine/decode/recall/recall';
import { recollect } from '../../../engine/decode/recall/recollect';
import { asReference, referenceCases } from '../../support/recallReference';

const MASK = 90;
const DELETE = 91;
const SPECIALS = { mask: MASK, delete: DELETE, expand: 92 };
const GATE: RecallGate = { bias: -1, order: 0.5, isBetween: 1, share: 1, places: 0.5, distance: -0.5, top: -1 };

const next = (...ids: readonly number[]): Neighbours => ({ ids, distance: 1 });

interface ReferenceCase {
  readonly tokens: readonly number[];
  readonly a: number;
  readonly b: number;
  readonly at: number;
}

describe('what a document says about an open cell', () => {
  it.each(referenceCases<ReferenceCase>('recall.json'))(
    'is what training counts: $at of [$a, $b)',
    ({ tokens, a, b, at, recall: wanted }) => {
      const cells = tokens.slice(a, b).map((id) => (id < 0 ? MASK : id));
      const places = { before: tokens.slice(0, a), after: tokens.slice(b), cells };
      const special = { mask: MASK, without: DELETE };
      const found = recall(places, neighbours(places, at - a, -1, special), neighbours(places, at - a, 1, special));
      expect(asReference(found)).toEqual(wanted);
    },
  );

  it('is nothing where no neighbour is decided, or none stands elsewhere', () => {
    expect(recall({ before: [1, 2], after: [3] }, next(), next())).toBeUndefined();
    expect(recall({ before: [1, 2], after: [3] }, next(7), next(8))).toBeUndefined();
  });

  it('does not go by far places in a long text', () => {
    const far = [5, 6, ...new Array<number>(5000).fill(0)];
    expect(recall({ before: far, after: [] }, next(5), next())).toBeUndefined();
    expect(recall({ before: [...far, 5, 6], after: [] }, next(5), next())?.shares).toEqual(new Map([[6, 1]]));
  });
});

describe('the decided neighbours of a cell', () => {
  const places = { before: [1, 2, 3], after: [7, 8], cells: [4, MASK, DELETE, 6] };

  const special = { mask: MASK, without: DELETE };

  it('go on across the border of the canvas and over cells without text, up to the next open cell', () => {
    expect(neighbours(places, 1, -1, special)).toEqual({ ids: [4, 3, 2, 1], distance: 1 });
    expect(neighbours(places, 1, 1, special)).toEqual({ ids: [6, 7, 8], distance: 1 });
  });

  it('begin behind open cells, if not too many', () => {
    expect(neighbours(places, 3, -1, special)).toEqual({ ids: [4, 3, 2, 1], distance: 2 });
    const open = (count: number) => ({ before: [1, 2], after: [], cells: new Array<number>(count).fill(MASK) });
    expect(neighbours(open(32), 31, -1, special)).toEqual({ ids: [2, 1], distance: 32 });
    expect(neighbours(open(33), 32, -1, special).ids).toEqual([]);
  });
});

describe('the gate', () => {
  const found = { shares: new Map([[1, 0.75]]), order: 2, isBetween: true, places: 4, distance: 3 };

  it('goes by how well places agree and how sure the model is', () => {
    const sum = -1 + 0.5 * 2 + 1 + 0.75 + 0.5 * Math.log(4) - 0.5 * Math.log(3) - 0.3;
    expect(loudness(GATE, found, 0.3)).toBeCloseTo(sum, 12);
  });

  it('gives one source a logistic share, and lets several share with the model', () => {
    expect(sharesOf([2])[0]).toBeCloseTo(1 / (1 + Math.exp(-2)), 12);
    expect(sharesOf([0, 0])).toEqual([1 / 3, 1 / 3]);
    expect(sharesOf([900, 899])[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  });
});

describe('the mixture', () => {
  const distribution = Float32Array.from([0.5, 0.25, 0.125, 0.125]);
  const whole: Prediction = {
    ids: [0, 1, 2, 3],
    probabilities: [0.5, 0.25, 0.125, 0.125],
    entropy: 1.213,
    distribution,
  };

  it('is the weighted sum, likeliest first, with the entropy of just that', () => {
    const {
      ids,
      probabilities,
      entropy,
      distribution: all,
    } = mixed(whole, new Map([[2, 1]]), 0.5, { textless: new Set() });
    const wanted = [0.25, 0.125, 0.5625, 0.0625];
    expect(ids).toEqual([2, 0, 1, 3]);
    probabilities.forEach((p, i) => expect(p).toBeCloseTo(wanted[ids[i] ?? 0] ?? 0, 6));
    expect([...(all ?? [])].map((p) => Number(p.toFixed(6)))).toEqual(wanted);
    expect(entropy).toBeCloseTo(-wanted.reduce((sum, p) => sum + p * Math.log(p), 0), 3);
  });

  it('brings in a token that the model does not name, and counts the entropy of what it does not name', () => {
    const cut: Prediction = { ids: [0, 1], probabilities: [0.5, 0.25], entropy: 1.213, target: 0.125 };
    const { ids, probabilities, entropy, target } = mixed(cut, new Map([[9, 1]]), 0.5, {
      textless: new Set(),
      target: 9,
    });
    expect(ids).toEqual([9, 0]);
    expect(probabilities[0]).toBeCloseTo(0.5, 6);
    expect(target).toBeCloseTo(0.5625, 6);
    const wanted = [0.5, 0.25, 0.125, 0.0625, 0.0625];
    expect(entropy).toBeCloseTo(-wanted.reduce((sum, p) => sum + p * Math.log(p), 0), 3);
  });

  it('leaves what the model says of tokens without text', () => {
    const { ids, probabilities } = mixed(whole, new Map([[2, 1]]), 0.5, { textless: new Set([0]) });
    expect(probabilities[ids.indexOf(0)]).toBe(0.5);
    expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
  });
});

describe('predictions with recall', () => {
  const request: CanvasRequest = { before: [1, 2, 3, 1], after: [3], cells: [MASK], rows: [0] };
  const said: readonly Prediction[] = [{ ids: [5, 6], probabilities: [0.4, 0.3], entropy: 1 }];

  it('are the model’s own without a gate', () => {
    expect(recollect({ model: { specials: SPECIALS } }, request, said)).toBe(said);
  });

  it('name what stands between the same neighbours', () => {
    const [prediction] = recollect({ model: { specials: SPECIALS, recallGate: GATE } }, request, said);
    expect(prediction?.ids[0]).toBe(2);
  });

  it('never name a token that is forbidden', () => {
    const found = recollect({ model: { specials: SPECIALS, recallGate: GATE } }, { ...request, forbidden: [2] }, said);
    expect(found).toEqual(said);
  });
});

describe('the length that the document tells', () => {
  const left = [1, 2, 3, 4];
  const right = [5, 6, 7, 8];
  const twin = (length: number): number[] => [...left, ...new Array<number>(length).fill(9), ...right];

  it('is that of what stands between the same texts, on either side of the hole', () => {
    expect(recalledLength({ before: [...twin(3), 0, ...left], after: right }, 64)).toBe(3);
    expect(recalledLength({ before: left, after: [...right, 0, ...twin(2)] }, 64)).toBe(2);
  });

  it('is the commonest of several, the shorter of two as common', () => {
    expect(recalledLength({ before: [...twin(3), ...twin(5), ...twin(5), ...left], after: right }, 64)).toBe(5);
    expect(recalledLength({ before: [...twin(5), ...twin(3), ...left], after: right }, 64)).toBe(3);
  });

  it('is unknown where too little agrees, or only far apart', () => {
    const few = [3, 4, 9, 9, 5, 6];
    expect(recalledLength({ before: [...few, 0, ...left], after: right }, 64)).toBeUndefined();
    expect(recalledLength({ before: [...twin(65), 0, ...left], after: right }, 64)).toBeUndefined();
  });
});
