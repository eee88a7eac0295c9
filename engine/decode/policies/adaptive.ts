/**
 * The default: spends passes where they can matter. While the whole block may still come out as the model would write it
 * (the product of all its confidences is not negligible), one cell a pass and every sure one, as decoding one token per
 * pass would. Where that chance is gone, a few passes: fewer cells in the earlier ones, which know least (MaskGIT's cosine
 * schedule, Chang et al. 2022), and no two unsure neighbours at once (as `confidence`). Own; measured in
 * test/bench/results/policies.md.
 */
import { fillApart } from './confidence';
import { byConfidence, onePerCell, quota, type Candidate, type Chooser, type Decided, type Policy } from './policy';

const SURE = 0.9;
/** Natural logarithm of the chance below which a block is hurried. */
const NEGLIGIBLE = -7.5;
/** A hurried block takes one pass for so many cells, and at least so many passes. */
const CELLS_PER_PASS = 11;
const LEAST_PASSES = 3;

export const adaptivePolicy: Policy = { passes: onePerCell, begin };

function begin(): Chooser {
  let pace = { passes: 0, done: 0 };
  return ({ open, decided, passesLeft }) => {
    const ranked = byConfidence(open);
    const sure = ranked.filter(({ confidence }) => confidence >= SURE);
    let needed = quota(open.length, passesLeft);
    if (logChance(open) + logChance(decided) < NEGLIGIBLE) {
      if (pace.done >= pace.passes) pace = { passes: hurriedPasses(open.length), done: 0 };
      pace.done++;
      needed = Math.max(needed, Math.ceil(open.length * cosineShare(pace)));
    }
    return { commit: sure.length >= needed ? sure : fillApart(sure, ranked.slice(sure.length), needed) };
  };
}

const logChance = (cells: readonly Pick<Candidate | Decided, 'confidence'>[]): number =>
  cells.reduce((sum, { confidence }) => sum + Math.log(Math.max(confidence, Number.MIN_VALUE)), 0);

const hurriedPasses = (open: number): number => Math.max(LEAST_PASSES, Math.ceil(open / CELLS_PER_PASS));

/** Share of what was open before this pass that is decided after it; 1 for the last. */
function cosineShare({ passes, done }: { readonly passes: number; readonly done: number }): number {
  const open = (pass: number): number => Math.cos((Math.PI / 2) * (pass / passes));
  return done >= passes ? 1 : 1 - open(done) / open(done - 1);
}
