/**
 * Accelerates and backtracks: commits every cell above the mean confidence of all commits so far, at least two, then
 * opens again those decided cells whose confidence fell most since the pass before. More goes in than comes out, so it
 * ends. Source: Saber (Dong et al. 2025), zhaoyMa/Saber decoding.py, `generate_with_saber`, n = 2.
 */
import { byConfidence, onePerCell, type Candidate, type Decided, type Moves, type Policy, type View } from './policy';

const LEAST = 2;

interface Memory {
  /** Confidence at commit, by key; a cell that is opened again keeps counting until it is committed anew. */
  readonly committed: Map<number, number>;
  /** Confidence of every cell's proposal in the pass before, by key. */
  last: ReadonlyMap<number, number>;
}

export const saberPolicy: Policy = {
  revises: true,
  passes: onePerCell,
  begin: () => {
    const memory: Memory = { committed: new Map(), last: new Map() };
    return (view) => choose(view, memory);
  },
};

function choose(view: View, memory: Memory): Moves {
  const commit = draft(view.open, memory);
  for (const { key, confidence } of commit) memory.committed.set(key, confidence);
  const proposals = view.decided.flatMap(({ now }) => (now ? [now.proposal] : []));
  const remask = commit.length < view.open.length ? backtrack([...commit, ...proposals], commit.length, memory) : [];
  memory.last = new Map([...view.open, ...proposals].map(({ key, confidence }) => [key, confidence]));
  return {
    commit: commit.filter(({ index }) => !remask.includes(index)),
    remask: remask.filter((index) => isDecided(view.decided, index)),
  };
}

const isDecided = (decided: readonly Decided[], index: number): boolean => decided.some((cell) => cell.index === index);

function draft(open: readonly Candidate[], { committed }: Memory): readonly Candidate[] {
  const past = [...committed.values()];
  const bar = past.length > 0 ? past.reduce((a, b) => a + b, 0) / past.length : 1;
  const above = open.filter(({ confidence }) => confidence > bar);
  return above.length >= LEAST ? above : byConfidence(open).slice(0, LEAST);
}

/** Indices of the cells whose confidence rose least, fewer than were committed. */
function backtrack(cells: readonly Candidate[], committed: number, { last }: Memory): number[] {
  const drafted = Math.max(LEAST, committed);
  const count = Math.min(Math.max(Math.floor(LEAST / 2), Math.floor((drafted + 7) / 8)), drafted - 1);
  const rise = ({ key, confidence }: Candidate): number => confidence - (last.get(key) ?? 0);
  return [...cells]
    .sort((a, b) => rise(a) - rise(b) || a.index - b.index)
    .slice(0, count)
    .map(({ index }) => index);
}
