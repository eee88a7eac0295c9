/**
 * Slow, then fast: a few exploring passes commit little and watch how far from the left the model is sure at all; once
 * that reach is stable, the stretch up to there is filled in parallel; then the next stretch. Source: SlowFast (Wei et
 * al. 2025), LiangrunFlora/Slow-Fast-Sampling generate_slow_fast_sampling.py: 6 exploring passes, sure from 0.3, stable
 * when the last two reaches deviate by less than 1, fast from 0.9. The published loop goes on exploring when nothing is
 * open behind the last stretch, and drops the text behind a stretch while filling it; this does neither.
 */
import { byConfidence, onePerCell, type Candidate, type Policy, type View } from './policy';

const EXPLORING_PASSES = 6;
const REACHED = 0.3;
const SURE = 0.9;
const WINDOW = 2;
const STABLE = 1;

interface Cycle {
  /** Where the last stretch ended: cells before it are filled. */
  readonly start: number;
  /** Where this stretch ends; known once exploring is over. */
  readonly end: number;
  readonly explored: number;
  readonly reaches: readonly number[];
  readonly determined: boolean;
}

const cycleFrom = (start: number, length: number): Cycle => ({
  start,
  end: length,
  explored: 0,
  reaches: [],
  determined: false,
});

export const slowFastPolicy: Policy = {
  passes: onePerCell,
  begin: () => {
    let cycle: Cycle | undefined;
    return (view) => {
      cycle ??= cycleFrom(0, view.length);
      if (cycle.explored >= EXPLORING_PASSES && within(view, cycle.start, cycle.end).length === 0) {
        cycle = cycleFrom(cycle.end, view.length);
      }
      const exploring = cycle.explored < EXPLORING_PASSES;
      if (exploring) cycle = explore(cycle, view);
      return { commit: fill(within(view, cycle.start, exploring ? view.length : cycle.end), view) };
    };
  },
};

function within({ open }: View, start: number, end: number): Candidate[] {
  return open.filter(({ index }) => index >= start && index < end);
}

/** One more look at how far the model is sure. */
function explore(cycle: Cycle, view: View): Cycle {
  const explored = cycle.explored + 1;
  if (cycle.determined) return { ...cycle, explored };
  const sure = within(view, cycle.start, view.length).filter(({ confidence }) => confidence >= REACHED);
  const reach = Math.max(1, sure.length > 0 ? (sure.at(-1)?.index ?? 0) + 1 : cycle.start + 1);
  const reaches = [...cycle.reaches, Math.min(reach, view.length)].slice(-WINDOW);
  if (reaches.length < WINDOW) return { ...cycle, explored, reaches };
  const determined = deviation(reaches) < STABLE;
  const end = determined ? (reaches.at(-1) ?? view.length) : Math.floor(mean(reaches));
  return { ...cycle, explored, reaches, determined, end: Math.max(1, end) };
}

/** All that is sure if that is more than one cell, else the best. */
function fill(cells: readonly Candidate[], view: View): Candidate[] {
  const ranked = byConfidence(cells.length > 0 ? cells : view.open);
  const sure = ranked.filter(({ confidence }) => confidence >= SURE);
  return sure.length > 1 ? sure : ranked.slice(0, 1);
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}
