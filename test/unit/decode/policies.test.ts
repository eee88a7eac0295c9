import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policies } from '../../../engine/decode/policies';
import { quota, type Candidate, type Progress } from '../../../engine/decode/policies/policy';

const progress = (passesLeft: number): Progress => ({ passesLeft, passes: 8, opened: 16 });
const candidates = (...confidences: number[]): Candidate[] =>
  confidences.map((confidence, index) => ({ index, id: 100 + index, confidence, entropy: 1 - confidence }));
const indices = (chosen: readonly Candidate[]): number[] => chosen.map((candidate) => candidate.index);

describe('quota', () => {
  it('spreads the open cells evenly over the passes left, the earlier taking more', () => {
    expect([quota(10, 4), quota(7, 3), quota(4, 2), quota(2, 1), quota(1, 9), quota(3, 0)]).toEqual([3, 3, 2, 2, 1, 3]);
  });
});

describe('confidence', () => {
  it('commits every cell above the threshold, neighbours too', () => {
    expect(indices(policies.confidence(candidates(0.95, 0.91, 0.5, 0.99), progress(4)))).toEqual([3, 0, 1]);
  });

  it('commits the best cell where none is above it', () => {
    expect(indices(policies.confidence(candidates(0.2, 0.4, 0.3), progress(9)))).toEqual([1]);
  });

  it('fills its quota with cells that are no neighbours of those chosen', () => {
    expect(indices(policies.confidence(candidates(0.8, 0.7, 0.1, 0.3), progress(2)))).toEqual([0, 3]);
    expect(indices(policies.confidence(candidates(0.95, 0.8, 0.1, 0.3), progress(2)))).toEqual([0, 3]);
  });

  it('takes neighbours where the quota cannot be met without', () => {
    expect(indices(policies.confidence(candidates(0.8, 0.7, 0.6), progress(1)))).toEqual([0, 2, 1]);
  });
});

describe('steps', () => {
  it('commits the same number each pass, most confident first, ties to the left', () => {
    expect(indices(policies.steps(candidates(0.5, 0.99, 0.98, 0.5), progress(2)))).toEqual([1, 2]);
    expect(indices(policies.steps(candidates(0.5, 0.5, 0.5), progress(2)))).toEqual([0, 1]);
  });
});

describe('entropy', () => {
  it('commits while the entropies of those before stay within the budget', () => {
    // Entropies .1 .2 .1 .3 in order: .1 .1 .2 .3, sums before each: 0 .1 .2 .4; the budget is .35.
    expect(indices(policies.entropy(candidates(0.9, 0.8, 0.9, 0.7), progress(9)))).toEqual([0, 2, 1]);
  });

  it('commits at least one, and at least its quota', () => {
    expect(indices(policies.entropy(candidates(-4, -3), progress(9)))).toEqual([1]);
    expect(indices(policies.entropy(candidates(-4, -3, -2, -1), progress(2)))).toEqual([3, 2]);
  });
});

describe.each(Object.entries(policies))('every policy: %s', (_, policy) => {
  it('chooses at least its quota, only candidates, none twice, and ends in time', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(unit, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 12 }),
        (values, passes) => {
          let open = candidates(...values);
          for (let left = passes; left > 0 && open.length > 0; left--) {
            const chosen = policy(open, progress(left));
            expect(chosen.length).toBeGreaterThanOrEqual(quota(open.length, left));
            expect(new Set(indices(chosen)).size).toBe(chosen.length);
            expect(chosen.every((candidate) => open.includes(candidate))).toBe(true);
            open = open.filter((candidate) => !chosen.includes(candidate));
          }
          expect(open).toEqual([]);
        },
      ),
    );
  });
});
