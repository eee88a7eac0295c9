/**
 * A canvas of random tokens instead of masks: each pass draws a token everywhere, keeps those within an entropy bound
 * and makes the others random again; nothing is decided until the likeliest tokens stop changing. Source:
 * DiffusionGemma (Google 2026), transformers' DiffusionGemma generation: 48 passes, bound 0.1, temperature from 0.8 down
 * to 0.4, stable for one pass with a mean entropy below 0.005.
 */
import { drawFrom, sharpen } from '../sample';
import { withToken, type Candidate, type Moves, type Policy, type View } from './policy';

const PASSES = 48;
const BOUND = 0.1;
const [COLDEST, HOTTEST] = [0.4, 0.8];
const CONFIDENT = 0.005;

export const gemmaPolicy: Policy = {
  whole: 'always',
  canvas: 'noise',
  passes: () => PASSES,
  conditionAt: temperatureAt,
  begin: () => {
    let before: readonly number[] = [];
    return (view) => {
      const heated = view.open.map((candidate) => heat(candidate, temperatureAt(view)));
      const draft = view.open.map(({ likeliest }) => likeliest);
      const stable = draft.length === before.length && draft.every((id, i) => id === before[i]);
      before = draft;
      const doubt = heated.reduce((sum, { entropy }) => sum + entropy, 0) / Math.max(1, heated.length);
      return view.passesLeft === 1 || (stable && doubt < CONFIDENT) ? settle(view) : renoise(view, heated);
    };
  },
};

interface Heated {
  readonly index: number;
  readonly weights: Float64Array;
  readonly entropy: number;
}

function temperatureAt({ passes, passesLeft }: Pick<View, 'passes' | 'passesLeft'>): number {
  return COLDEST + (HOTTEST - COLDEST) * (passesLeft / passes);
}

function heat({ index, distribution }: Candidate, temperature: number): Heated {
  const weights = sharpen(distribution ?? new Float32Array(0), temperature);
  const sum = weights.reduce((a, b) => a + b, 0);
  const entropy = -weights.reduce((total, w) => (w > 0 ? total + (w / sum) * Math.log(w / sum) : total), 0);
  return { index, weights, entropy };
}

function renoise({ random, noise }: View, heated: readonly Heated[]): Moves {
  const drawn = heated.map((cell) => ({ ...cell, id: drawFrom(cell.weights, random()) }));
  const accepted = new Set<number>();
  let spent = 0;
  for (const { index, entropy } of [...drawn].sort((a, b) => a.entropy - b.entropy || a.index - b.index)) {
    if (spent > BOUND) break;
    accepted.add(index);
    spent += entropy;
  }
  return { commit: [], hold: new Map(drawn.map(({ index, id }) => [index, accepted.has(index) ? id : noise()])) };
}

function settle({ open }: View): Moves {
  return { commit: open.map((candidate) => withToken(candidate, candidate.likeliest)) };
}
