/**
 * Dream's four rules on one schedule: after each pass the share of masked cells falls from t to s. `dream-origin`
 * commits each cell by chance; the others commit the most confident, by probability (maskgit-plus), by the gap to the
 * runner-up (top-k margin) or by entropy. Source: Dream (Ye et al. 2025), DreamLM/Dream generation_utils.py; also CoDA
 * and DiffuCoder. A choice temperature above 0 draws the cells, in the Gumbel form of Open-dLLM.
 */
import { onePerCell, stateless, type Candidate, type Policy, type View } from './policy';
import { times } from './schedule';

const EPS = 1e-3;
const traits = { passes: onePerCell, whole: 'drawn' } as const;

export const dreamOriginPolicy = stateless((view) => {
  const { t, s } = times(view, EPS);
  const share = view.passesLeft > 1 ? 1 - s / t : 1;
  return view.open.filter(() => view.random() < share);
}, traits);

function ranked(sureness: (candidate: Candidate) => number): Policy {
  return stateless((view) => {
    const { t, s } = times(view, EPS);
    const count = view.passesLeft > 1 ? Math.floor(view.open.length * (1 - s / t)) : view.open.length;
    return best(view, sureness).slice(0, count);
  }, traits);
}

function best({ open, choiceTemperature, random }: View, sureness: (candidate: Candidate) => number): Candidate[] {
  const gumbel = (): number => -Math.log(-Math.log(Math.min(Math.max(random(), 1e-20), 1 - 1e-16)));
  return open
    .map((candidate) => {
      const score = sureness(candidate);
      return { candidate, score: choiceTemperature > 0 ? score / choiceTemperature + gumbel() : score };
    })
    .sort((a, b) => b.score - a.score || a.candidate.index - b.candidate.index)
    .map(({ candidate }) => candidate);
}

export const dreamMaskgitPolicy = ranked(({ confidence }) => confidence);
export const dreamMarginPolicy = ranked(({ margin }) => margin);
export const dreamEntropyPolicy = ranked(({ entropy }) => -entropy);
