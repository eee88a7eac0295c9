import { expect, test, vi } from 'vitest';
import { here as thisProcess } from '../../../extension/document/here';
import { ownerLives } from '../../../extension/document/owner';

const at = (minute: number): string => new Date(minute * 60_000).toISOString();
const here = { processId: 7, startedAt: 20 * 60_000, bootedAt: 10 * 60_000, isAlive: (id: number) => id < 10 };

test.each([
  ['this window', 7, 25, true],
  ['an earlier one whose number this one has now', 7, 15, false],
  ['another window', 8, 15, true],
  ['a window that is gone', 11, 15, false],
  ['a window from before the machine was started, whose number another process has', 8, 5, false],
])('%s', (_, processId, minute, lives) => {
  expect(ownerLives({ processId, time: at(minute) }, here)).toBe(lives);
});

test('a window that stood still while the machine slept knows its own edits', () => {
  const time = new Date().toISOString();
  const slept = 8 * 3600;
  vi.useFakeTimers({ now: Date.now() + 1000 * slept, toFake: ['Date'] });
  expect(ownerLives({ processId: process.pid, time }, thisProcess())).toBe(true);
  vi.useRealTimers();
});
