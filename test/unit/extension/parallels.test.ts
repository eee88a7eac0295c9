import { describe, expect, test } from 'vitest';
import { parallelName } from '../../../extension/render/parallelName';
import { findPlace, parallelOf } from '../../../extension/session/parallels';
import { planStage } from '../../../extension/session/staging';
import { prepare } from '../../../extension/session/transitions';
import { committed, marked, span, staged, stagedHole } from './builders';

const PLACE = { path: '/project/users.ts', line: 3, text: 'f(a);' };

describe('the place that staged text follows', () => {
  const cells = (proposed: number) =>
    Array.from('abcd', (text, i) => ({ ...committed(text), ...(i < proposed && { parallel: PLACE }) }));

  test('is the one that proposed more than half of it', () => {
    const follows = (proposed: number) =>
      parallelOf(planStage(prepare(marked('x[]y').holes), [cells(proposed)], '\n').staged);
    expect([2, 3, 4].map(follows)).toEqual([undefined, PLACE, PLACE]);
    expect(parallelOf(staged(stagedHole(0, '', [['a', 0.5]])))).toBeUndefined();
  });

  test('is called by its file, or by where it lies', () => {
    expect(parallelName(PLACE, 0)).toBe('As in users.ts');
    expect(parallelName({ ...PLACE, path: 'C:\\project\\users.ts' }, 0)).toBe('As in users.ts');
    const { path: _, ...here } = PLACE;
    expect([2, 3, 4].map((line) => parallelName(here, line))).toEqual(['As Below', 'As Above', 'As Above']);
  });
});

describe('finding it again', () => {
  const text = 'f(a);\n\nf(a);\n\n\nf(a); f(b);\n';

  test('takes the one nearest to where it was', () => {
    const at = (line: number) => findPlace(text, { ...PLACE, line }, [])?.start;
    expect([0, 1, 2, 3, 4, 99].map(at)).toEqual([0, 0, 7, 7, 15, 15]);
  });

  test('leaves out what the edit wrote itself, and says if nothing is left', () => {
    expect(findPlace(text, { ...PLACE, line: 2 }, [span(7, 12)])).toEqual(span(0, 5));
    expect(findPlace(text, { ...PLACE, text: 'g(a);' }, [])).toBeUndefined();
  });
});
