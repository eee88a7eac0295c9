/** Which of the problems that validators report are the draft's: those in its holes, and those elsewhere that are new. */
import type { Problem, Span } from '../../engine/protocol/messages';
import { touches } from '../session/spans';

/** Problems outside the holes as they were before there was a draft, by what they say. */
export type Baseline = ReadonlyMap<string, number>;

export function baselineOf(problems: readonly Problem[], holes: readonly Span[]): Baseline {
  const counts = new Map<string, number>();
  for (const problem of outside(problems, holes)) counts.set(keyOf(problem), (counts.get(keyOf(problem)) ?? 0) + 1);
  return counts;
}

export function newProblems(problems: readonly Problem[], holes: readonly Span[], baseline: Baseline): Problem[] {
  const known = new Map(baseline);
  const elsewhere = outside(problems, holes).filter((problem) => {
    const left = known.get(keyOf(problem)) ?? 0;
    known.set(keyOf(problem), left - 1);
    return left <= 0;
  });
  return [...problems.filter(({ span }) => isIn(span, holes)), ...elsewhere];
}

function outside(problems: readonly Problem[], holes: readonly Span[]): Problem[] {
  return problems.filter(({ span }) => !isIn(span, holes));
}

function isIn(span: Span, holes: readonly Span[]): boolean {
  return holes.some((hole) => touches(hole, span));
}

/** Not by place: an edit moves what stands behind it. */
function keyOf({ source, message }: Problem): string {
  return `${source}\n${message}`;
}
