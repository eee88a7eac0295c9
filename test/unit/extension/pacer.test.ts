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

test('a frame that was asked for can be dropped; later ones are drawn', async () => {
  const sent: number[] = [];
  const pacer = new Pacer(
    () => Promise.resolve(void sent.push(Date.now())),
    () => 1,
  );
  pacer.request();
  await vi.advanceTimersByTimeAsync(1);
  pacer.request();
  pacer.drop();
  await vi.advanceTimersByTimeAsync(5000);
  expect(sent).toHaveLength(1);
  pacer.request();
  await vi.advanceTimersByTimeAsync(1);
  expect(sent).toHaveLength(2);
});

test('an urgent frame goes out at once, a second one waits until a second has room for it', async () => {
  const sent: number[] = [];
  const pacer = new Pacer(
    () => Promise.resolve(void sent.push(Date.now())),
    () => 7,
  );
  for (let i = 0; i < 200; i++) {
    pacer.request();
    if (i === 95 || i === 110) {
      pacer.requestNow();
      await vi.advanceTimersByTimeAsync(1);
      if (i === 95) expect(Date.now() - (sent.at(-1) ?? 0)).toBeLessThanOrEqual(1);
    }
    await vi.advanceTimersByTimeAsync(10);
  }
  const inSecond = sent.map((start) => sent.filter((at) => start <= at && at < start + 1000).length);
  expect(Math.max(...inSecond)).toBe(8);
});

test('after disposal nothing is sent', async () => {
  const send = vi.fn(() => Promise.resolve());
  const pacer = new Pacer(send, () => 8);
  pacer.request();
  pacer.dispose();
  await vi.advanceTimersByTimeAsync(1000);
  expect(send).not.toHaveBeenCalled();
});
