/**
 * Ancestral sampling that also opens decided cells again, so that an early mistake can be taken back. The four variants
 * differ in the chance sigma of opening a cell. Source: ReMDM (Wang et al. 2025), kuleshov-group/remdm diffusion.py.
 * Published samples are drawn at temperature 1 with nucleus 0.9.
 */
import { withToken, type Candidate, type Decided, type Moves, type Policy, type View } from './policy';
import { times } from './schedule';

const EPS = 1e-5;

interface Rates {
  /** Chance that an open cell is decided. */
  readonly decide: number;
  /** Chance that a decided cell is opened. */
  readonly open: (cell: Decided) => number;
}

type Schedule = (view: View) => Rates;

function remdmPolicy(schedule: Schedule): Policy {
  return {
    whole: 'drawn',
    passes: (opened) => 2 * opened + 1,
    begin: () => (view) => (view.passesLeft === 1 ? denoised(view) : sampled(view, schedule(view))),
  };
}

function sampled({ open, decided, random }: View, rates: Rates): Moves {
  const commit: Candidate[] = open.filter(() => random() < rates.decide);
  const remask = decided.filter((cell) => random() < rates.open(cell)).map(({ index }) => index);
  return { commit, remask, unfinished: true };
}

/** Noise removal: what is left takes its likeliest token. */
function denoised({ open }: View): Moves {
  return { commit: open.map((candidate) => withToken(candidate, candidate.likeliest)) };
}

/** Keeps the marginals of masked diffusion whatever sigma is. */
function decideChance(alphaT: number, alphaS: number, sigma: number): number {
  return (alphaS - (1 - sigma) * alphaT) / (1 - alphaT);
}

function alphas(view: View): { readonly alphaT: number; readonly alphaS: number; readonly most: number } {
  const { t, s } = times(view, EPS, view.passes - 1);
  const [alphaT, alphaS] = [1 - t, 1 - s];
  return { alphaT, alphaS, most: alphaT > 0 ? Math.min(1, (1 - alphaS) / alphaT) : 1 };
}

/** sigma is eta, capped by what the schedule allows. */
export const remdmCapPolicy = remdmPolicy((view) => {
  const { alphaT, alphaS, most } = alphas(view);
  const sigma = Math.min(0.02, most);
  return { decide: decideChance(alphaT, alphaS, sigma), open: () => sigma };
});

/** sigma is a share of what the schedule allows. */
export const remdmRescalePolicy = remdmPolicy((view) => {
  const { alphaT, alphaS, most } = alphas(view);
  const sigma = 0.02 * most;
  return { decide: decideChance(alphaT, alphaS, sigma), open: () => sigma };
});

/** sigma is shared out among decided cells, more to those that were committed with less confidence. */
export const remdmConfPolicy = remdmPolicy((view) => {
  const { alphaT, alphaS, most } = alphas(view);
  const weights = new Map(view.decided.map(({ key, confidence }) => [key, Math.exp(-confidence)]));
  const sum = [...weights.values()].reduce((a, b) => a + b, 0);
  return {
    decide: decideChance(alphaT, alphaS, 0),
    open: ({ key }) => ((weights.get(key) ?? 0) / sum) * most,
  };
});

const LOOP = { on: 0.55, off: 0.05, alpha: 0.9, eta: 0.02 } as const;

/** Ancestral until alpha is 0.9, then a loop that opens and decides at that level, then ancestral to the end. */
export const remdmLoopPolicy = remdmPolicy((view) => {
  const { t, s } = times(view, EPS, view.passes - 1);
  const { on, off, alpha, eta } = LOOP;
  if (t > on) return ancestral(1 - ((1 - t) * alpha) / (1 - on), 1 - ((1 - s) * alpha) / (1 - on));
  if (t <= off) return ancestral((t * (1 - alpha)) / off, (s * (1 - alpha)) / off);
  return { decide: decideChance(alpha, alpha, eta), open: () => eta };
});

function ancestral(maskedT: number, maskedS: number): Rates {
  return { decide: (maskedT - maskedS) / maskedT, open: () => 0 };
}
