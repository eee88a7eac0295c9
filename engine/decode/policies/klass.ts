/**
 * Commits cells that are both sure and settled: probability above a threshold, and a distribution that hardly moved for
 * the last two passes; where there is none, the quota's best. Source: KLASS (Kim et al. 2025), shkim0116/KLASS
 * llada_klass.py: confidence 0.9, KL 0.01, history 2 (its HumanEval setting), blocks of 64.
 */
import { byConfidence, onePerCell, quota, type Candidate, type Policy } from './policy';
import { firstSubBlock } from './subBlocks';

const CONFIDENCE = 0.9;
const DIVERGENCE = 0.01;
const HISTORY = 2;
const BLOCK = 64;
const TINY = 1e-12;

interface Memory {
  readonly distribution: Float32Array | undefined;
  /** Divergences of the last passes, newest last. */
  readonly moved: readonly number[];
}

export const klassPolicy: Policy = {
  whole: 'always',
  passes: onePerCell,
  begin: () => {
    let memory = new Map<number, Memory>();
    return (view) => {
      memory = new Map(view.open.map((candidate) => [candidate.key, remember(candidate, memory.get(candidate.key))]));
      const { open, passesLeft } = firstSubBlock(view, BLOCK);
      const ready = open.filter(({ key, confidence }) => confidence > CONFIDENCE && settled(memory.get(key)));
      return { commit: ready.length > 0 ? ready : byConfidence(open).slice(0, quota(open.length, passesLeft)) };
    };
  },
};

function remember({ distribution }: Candidate, before: Memory | undefined): Memory {
  const moved = [...(before?.moved ?? []), divergence(distribution, before?.distribution)];
  return { distribution, moved: moved.slice(-HISTORY) };
}

function settled(memory: Memory | undefined): boolean {
  return memory !== undefined && memory.moved.length === HISTORY && memory.moved.every((kl) => kl < DIVERGENCE);
}

/** KL(now || before); a cell that was never seen has moved from nothing. */
function divergence(now: Float32Array | undefined, before: Float32Array | undefined): number {
  if (!now || !before) return Infinity;
  let sum = 0;
  for (let i = 0; i < now.length; i++) {
    const p = now[i] ?? 0;
    sum += p * (Math.log(p + TINY) - Math.log((before[i] ?? 0) + TINY));
  }
  return sum;
}
