import { describe, expect, it } from 'vitest';

import { ContextMemo } from '../../../engine/runtime/contextMemo';

const around = (before: number[], after: number[] = []) => ({ before, after });

describe('remembered contexts', () => {
  it('are found again by their ids on both sides', () => {
    const memo = new ContextMemo<string>(4);
    memo.set(around([1, 2], [3]), 'a');
    memo.set(around([1, 2], [4]), 'b');
    expect(memo.get(around([1, 2], [3]))).toBe('a');
    expect(memo.get(around([1, 2], [4]))).toBe('b');
    expect(memo.get(around([2], [3]))).toBeUndefined();
    expect(memo.get(around([1, 2, 3], []))).toBeUndefined();
  });

  it('do not follow later changes of the caller', () => {
    const memo = new ContextMemo<string>(4);
    const before = [1, 2];
    memo.set(around(before), 'a');
    before[1] = 9;
    expect(memo.get(around(before))).toBeUndefined();
    expect(memo.get(around([1, 2]))).toBe('a');
  });

  it('are forgotten in the order of their last use', () => {
    const memo = new ContextMemo<string>(2);
    memo.set(around([1]), 'a');
    memo.set(around([2]), 'b');
    memo.get(around([1]));
    memo.set(around([3]), 'c');
    expect([[1], [2], [3]].map((before) => memo.get(around(before)))).toEqual(['a', undefined, 'c']);
  });
});
