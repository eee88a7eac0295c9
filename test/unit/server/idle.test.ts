import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Idle } from '../../../engine/server/idle';

const DELAY = 100;

/** Work that ends when told to, or when it is aborted. */
function setUp() {
  const begun: { readonly signal: AbortSignal; readonly end: () => void }[] = [];
  const idle = new Idle(
    (signal) =>
      new Promise<void>((resolve, reject) => {
        begun.push({ signal, end: resolve });
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      }),
    DELAY,
  );
  return { idle, begun };
}

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('idle work', () => {
  it('begins a while after it is wanted, once', async () => {
    const { idle, begun } = setUp();
    idle.want();
    await wait(DELAY - 1);
    expect(begun).toHaveLength(0);
    await wait(1);
    begun[0]?.end();
    await wait(10 * DELAY);
    idle.resume();
    await wait(10 * DELAY);
    expect(begun).toHaveLength(1);
  });

  it('is stopped when somebody comes, and begins again when they are gone', async () => {
    const { idle, begun } = setUp();
    idle.want();
    await wait(DELAY);
    idle.interrupt();
    expect(begun[0]?.signal.aborted).toBe(true);
    await wait(10 * DELAY);
    expect(begun).toHaveLength(1);
    idle.resume();
    await wait(DELAY);
    expect(begun).toHaveLength(2);
  });

  it('begins anew when something else is wanted', async () => {
    const { idle, begun } = setUp();
    idle.want();
    await wait(DELAY);
    idle.want();
    await wait(DELAY);
    expect(begun.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  });

  it('runs no more once it is stopped', async () => {
    const { idle, begun } = setUp();
    idle.want();
    await wait(DELAY);
    await idle.stop();
    idle.resume();
    await wait(10 * DELAY);
    expect(begun).toHaveLength(1);
  });
});
