import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { threadsOf } from '../../../engine/runtime/ortSession';

test('a session has no more threads than the machine has processors, whatever is asked for', () => {
  expect(threadsOf(100_000)).toBe(availableParallelism());
  expect(threadsOf(1)).toBe(1);
});

test('who asks for none gets some', () => {
  expect(threadsOf()).toBeGreaterThan(0);
  expect(threadsOf(0)).toBe(threadsOf());
});
