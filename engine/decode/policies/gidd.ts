/**
 * Noise that is part mask, part random token: every cell moves by the posterior q(z_s | z_t), so a decided cell may
 * become another token or a mask again. Source: GIDD (von Rütte et al. 2025), dvruette/gidd sampling.py and
 * diffusion_process.py, p_uniform 0.1, gamma 1. Tokens are drawn from the model's own distribution (temperature 1).
 */
import { drawFrom } from '../sample';
import { withToken, type Candidate, type Moves, type Policy, type View } from './policy';

const EPS = 1e-4;
const UNIFORM = 0.1;
const B = (2 * UNIFORM) / (1 - UNIFORM);

export const giddPolicy: Policy = {
  revises: true,
  whole: 'always',
  passes: (opened) => 2 * opened + 1,
  begin: () => (view) => (view.passesLeft === 1 ? settle(view) : step(view)),
};

/** What noise does by time t: keeps the token, masks it, or spreads over all tokens. The three sum to 1. */
interface Noise {
  readonly kept: number;
  readonly masked: number;
  readonly spread: number;
}

function noiseAt(t: number): Noise {
  const c = Math.sqrt(t * (1 - t)) * B;
  return { kept: (1 - t) / (1 + c), masked: t / (1 + c), spread: c / (1 + c) };
}

function step(view: View): Moves {
  const timeAt = (passesLeft: number): number => (1 - 2 * EPS) * (passesLeft / view.passes) + EPS;
  const now = noiseAt(timeAt(view.passesLeft - 1));
  const next = noiseAt(timeAt(view.passesLeft - 2));
  const commit: Candidate[] = [];
  const edit: Candidate[] = [];
  const remask: number[] = [];
  for (const candidate of view.open) {
    const moved = move(candidate, undefined, { now, next }, view.random());
    if (moved) commit.push(moved);
  }
  for (const { id, index, now: seen } of view.decided) {
    const moved = seen && move(seen.proposal, id, { now, next }, view.random());
    if (!moved) remask.push(index);
    else if (moved.id !== id) edit.push(moved);
  }
  return { commit, edit, remask, unfinished: true };
}

/** Draws z_s given z_t, the mask when `held` is undefined. Returns undefined for the mask. */
function move(
  candidate: Candidate,
  held: number | undefined,
  { now, next }: { readonly now: Noise; readonly next: Noise },
  point: number,
): Candidate | undefined {
  const believed = candidate.distribution ?? new Float32Array(0);
  const even = 1 / Math.max(1, believed.length - 1);
  const keep = now.kept / next.kept;
  const arrived = held === undefined ? now.masked - keep * next.masked : (now.spread - keep * next.spread) * even;
  const weights = Float64Array.from(believed, (p, id) => {
    if (p === 0) return 0;
    return (arrived + (id === held ? keep : 0)) * (next.kept * p + next.spread * even);
  });
  const stayMasked = (arrived + (held === undefined ? keep : 0)) * next.masked;
  const total = weights.reduce((a, b) => a + b, stayMasked);
  if (point * total < stayMasked) return undefined;
  return withToken(candidate, drawFrom(weights, (point * total - stayMasked) / (total - stayMasked)));
}

function settle({ open }: View): Moves {
  return { commit: open.map((candidate) => withToken(candidate, candidate.likeliest)) };
}
