import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policies } from '../../../engine/decode/policies';
import { quota, type Candidate, type Moves, type View } from '../../../engine/decode/policies/policy';
import { firstSubBlock } from '../../../engine/decode/policies/subBlocks';
import type { PolicyName } from '../../../engine/protocol/messages';
import { candidate, candidates, view } from '../../support/candidates';

/** Indices committed in a block's first pass. */
const chosen = (name: PolicyName, shown: View): number[] => indices(policies[name].begin()(shown));
const indices = ({ commit }: Moves): number[] => commit.map(({ index }) => index);
const left = (passesLeft: number) => ({ passesLeft });

describe('quota', () => {
  it('spreads the open cells evenly over the passes left, the earlier taking more', () => {
    expect([quota(10, 4), quota(7, 3), quota(4, 2), quota(2, 1), quota(1, 9), quota(3, 0)]).toEqual([3, 3, 2, 2, 1, 3]);
  });
});

describe('firstSubBlock', () => {
  it('shows the first run with an open cell, and its share of the passes', () => {
    const open = [5, 9, 10].map((index) => candidate({ index }));
    const part = firstSubBlock(view(open, { length: 12, passes: 12, passesLeft: 9 }), 4);
    expect(part.open.map(({ index }) => index)).toEqual([5]);
    expect(part.passesLeft).toBe(5);
    expect(firstSubBlock(view(open.slice(1), { length: 12, passes: 12, passesLeft: 4 }), 4).open).toHaveLength(2);
  });
});

describe('adaptive', () => {
  const begun = { passes: 99, passesLeft: 99 };

  it('takes one cell a pass, and every sure one, while all of the block may still come out right', () => {
    expect(chosen('adaptive', view(candidates(0.3, 0.6, 0.2, 0.5), begun))).toEqual([1]);
    expect(chosen('adaptive', view(candidates(0.95, 0.6, 0.92, 0.5), begun))).toEqual([0, 2]);
  });

  it('takes three passes where that chance is gone, one for eleven cells in long blocks, and no two neighbours at first', () => {
    const passesOf = (cells: number): number[][] => {
      const choose = policies.adaptive.begin();
      const passes: number[][] = [];
      let open = candidates(...Array.from({ length: cells }, () => 0.05));
      while (open.length > 0) {
        const commit = indices(choose(view(open, begun)));
        passes.push(commit);
        open = open.filter(({ index }) => !commit.includes(index));
      }
      return passes;
    };
    expect(passesOf(12).map((commit) => commit.length)).toEqual([2, 5, 5]);
    expect(passesOf(40).map((commit) => commit.length)).toEqual([4, 9, 13, 14]);
    for (const commit of passesOf(40).slice(0, 2)) {
      expect(commit.filter((index) => commit.includes(index + 1))).toEqual([]);
    }
  });

  it('counts what was decided unsurely', () => {
    const decided = Array.from({ length: 5 }, (_, i) => ({ index: 20 + i, key: 20 + i, id: 1, confidence: 0.05 }));
    expect(chosen('adaptive', view(candidates(0.5, 0.4, 0.4), { ...begun, decided }))).toHaveLength(1);
    expect(
      chosen('adaptive', view(candidates(...new Array<number>(9).fill(0.45)), { ...begun, decided })),
    ).toHaveLength(2);
    expect(chosen('adaptive', view(candidates(...new Array<number>(9).fill(0.45)), begun))).toHaveLength(1);
  });

  it('keeps to the passes it is given', () => {
    expect(chosen('adaptive', view(candidates(0.6, 0.5, 0.5, 0.5), left(2)))).toHaveLength(2);
  });
});

describe('confidence', () => {
  it('commits every cell above the threshold, neighbours too', () => {
    expect(chosen('confidence', view(candidates(0.95, 0.91, 0.5, 0.99)))).toEqual([3, 0, 1]);
  });

  it('commits the best cell where none is above it', () => {
    expect(chosen('confidence', view(candidates(0.2, 0.4, 0.3), left(9)))).toEqual([1]);
  });

  it('fills its quota with cells that are no neighbours of those chosen', () => {
    expect(chosen('confidence', view(candidates(0.8, 0.7, 0.1, 0.3), left(2)))).toEqual([0, 3]);
    expect(chosen('confidence', view(candidates(0.95, 0.8, 0.1, 0.3), left(2)))).toEqual([0, 3]);
  });

  it('takes neighbours where the quota cannot be met without', () => {
    expect(chosen('confidence', view(candidates(0.8, 0.7, 0.6), left(1)))).toEqual([0, 2, 1]);
  });
});

describe('steps', () => {
  it('commits the same number each pass, most confident first, ties to the left', () => {
    expect(chosen('steps', view(candidates(0.5, 0.99, 0.98, 0.5), left(2)))).toEqual([1, 2]);
    expect(chosen('steps', view(candidates(0.5, 0.5, 0.5), left(2)))).toEqual([0, 1]);
  });
});

describe('entropy', () => {
  it('commits while the entropies of those before stay within the budget', () => {
    // Entropies .1 .2 .1 .3 in order: .1 .1 .2 .3, sums before each: 0 .1 .2 .4; the budget is .35.
    expect(chosen('entropy', view(candidates(0.9, 0.8, 0.9, 0.7), left(9)))).toEqual([0, 2, 1]);
  });

  it('commits at least one, and at least its quota', () => {
    expect(chosen('entropy', view(candidates(-4, -3), left(9)))).toEqual([1]);
    expect(chosen('entropy', view(candidates(-4, -3, -2, -1), left(2)))).toEqual([3, 2]);
  });
});

describe('factor', () => {
  it('takes the most for which every one is above its own bar', () => {
    // Bars 1 - 1/(k+1): any, .667, .75, .8.
    expect(chosen('factor', view(candidates(0.9, 0.8, 0.76, 0.7), left(9)))).toEqual([0, 1, 2]);
    expect(chosen('factor', view(candidates(0.3, 0.2), left(9)))).toEqual([0]);
  });
});

describe('policies that revise', () => {
  const decided = (index: number, probability: number, proposed: Partial<Candidate> = {}) => ({
    index,
    key: index,
    id: 100 + index,
    confidence: 0.9,
    now: { probability, proposal: candidate({ index, ...proposed }) },
  });

  it('joint: overwrites what it would rather have elsewhere, and stops once nothing changes', () => {
    const choose = policies.joint.begin();
    const other = { id: 7, confidence: 0.8 };
    const first = choose(view([], { length: 2, decided: [decided(0, 0.1, other), decided(1, 0.4)] }));
    expect(first.edit?.map(({ index, id }) => [index, id])).toEqual([[0, 7]]);
    expect(first.unfinished).toBe(true);
    expect(choose(view([], { length: 2, decided: [decided(0, 0.9)] })).unfinished).toBe(false);
  });

  it('refine: opens what it does not believe, unless no pass would be left to fill it', () => {
    const choose = policies.refine.begin();
    const all = view(candidates(0.2, 0.9), { passesLeft: 5 });
    expect(choose(all)).toMatchObject({ commit: all.open, unfinished: true });
    expect(choose({ ...all, passesLeft: 2 }).unfinished).toBe(false);
    expect(choose(view([], { decided: [decided(0, 0.4), decided(1, 0.95)] })).remask).toEqual([0]);
  });

  it('p2: keeps the most confident share of all cells', () => {
    const shown = view([candidate({ index: 0, confidence: 0.9 }), candidate({ index: 1, confidence: 0.2 })], {
      decided: [decided(2, 0.1, { confidence: 0.1 }), decided(3, 0.8, { confidence: 0.8 })],
      passes: 4,
      passesLeft: 3,
    });
    expect(policies.p2.begin()(shown)).toMatchObject({ commit: [{ index: 0 }], remask: [2] });
  });

  it('saber: takes back what became less certain, less than it commits', () => {
    const choose = policies.saber.begin();
    const first = choose(view(candidates(0.9, 0.8, 0.3, 0.2)));
    expect(indices(first)).toEqual([0]);
    const next = choose(
      view(
        [
          candidate({ index: 1, confidence: 0.95 }),
          candidate({ index: 2, confidence: 0.4 }),
          candidate({ index: 3, confidence: 0.3 }),
        ],
        {
          decided: [decided(0, 0.2, { confidence: 0.2 })],
        },
      ),
    );
    expect(next).toMatchObject({ commit: [{ index: 1 }, { index: 2 }], remask: [0] });
  });
});

const numbers = (start: number) => {
  let state = start;
  return () => (state = (state * 16807 + 11) % 2147483647) / 2147483647;
};

describe.each(Object.keys(policies) as PolicyName[])('every policy: %s', (name) => {
  it('chooses only what it was shown, none twice, and ends in time if the last pass commits the rest', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    const runs = fc.record({
      values: fc.array(unit, { minLength: 1, maxLength: 40 }),
      passes: fc.integer({ min: 1, max: 12 }),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(runs, ({ values, passes, seed }) => {
        const random = numbers(seed + 1);
        const choose = policies[name].begin();
        const distribution = Float32Array.from({ length: 64 }, () => 1 / 64);
        const all = candidates(...values).map((cell) => ({ ...cell, id: cell.index, distribution }));
        const open = new Set(all.map(({ index }) => index));
        for (let passesLeft = passes; passesLeft > 0; passesLeft--) {
          const decided = all
            .filter(({ index }) => !open.has(index))
            .map((cell) => ({ ...cell, now: { probability: random(), proposal: cell } }));
          const shown = view(
            all.filter(({ index }) => open.has(index)),
            { decided, passesLeft, passes, random },
          );
          const moves = choose(shown);
          const committed = indices(moves);
          expect(new Set(committed).size).toBe(committed.length);
          expect(committed.every((index) => open.has(index))).toBe(true);
          expect((moves.remask ?? []).every((index) => !open.has(index))).toBe(true);
          for (const index of moves.remask ?? []) open.add(index);
          for (const index of committed) open.delete(index);
          if (open.size === 0 && !moves.unfinished) break;
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe.each(['adaptive', 'confidence', 'steps', 'entropy'] as const)('%s', (name) => {
  it('meets its quota in every pass', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 12 }), (values, n) => {
        expect(chosen(name, view(candidates(...values), left(n))).length).toBeGreaterThanOrEqual(
          quota(values.length, n),
        );
      }),
    );
  });
});
