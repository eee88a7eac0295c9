import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pacer } from '../../../extension/render/pacer';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('many requests make few frames, and the last request is always drawn', async () => {
  const sent: number[] = [];
  let newest = 0;
  const pacer = new Pacer(
    () => Promise.resolve(void sent.push(newest)),
    () => 8,
  );
  for (newest = 1; newest <= 100; newest++) {
    pacer.request();
    await vi.advanceTimersByTimeAsync(10);
  }
  newest = 100;
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent.length).toBeLessThanOrEqual(9);
  expect(sent.at(-1)).toBe(100);
});

test('only one frame is in flight, however slow the editor', async () => {
  let inFlight = 0;
  let most = 0;
  const pacer = new Pacer(
    async () => {
      most = Math.max(most, ++inFlight);
      await new Promise((resolve) => setTimeout(resolve, 900));
      inFlight--;
    },
    () => 8,
  );
  for (let i = 0; i < 30; i++) {
    pacer.request();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(most).toBe(1);
});

test('after disposal nothing is sent', async () => {
  const send = vi.fn(() => Promise.resolve());
  const pacer = new Pacer(send, () => 8);
  pacer.request();
  pacer.dispose();
  await vi.advanceTimersByTimeAsync(1000);
  expect(send).not.toHaveBeenCalled();
});
