/** Waiting for something that becomes true by itself, outside of a test runner's own means. */
import { setTimeout as pause } from 'node:timers/promises';

const INTERVAL_MS = 50;

/** Tries until `attempt` no longer throws. When the time is up its last error says what was missing. */
export async function eventually<T>(attempt: () => Promise<T>, timeout = 60_000): Promise<T> {
  const deadline = performance.now() + timeout;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await pause(INTERVAL_MS);
  }
}

/** What a reading gives once it gives the same twice: for lists that are still being filled. */
export async function settled<T>(read: () => Promise<T>, same: (a: T, b: T) => boolean): Promise<T> {
  let last = await read();
  return eventually(async () => {
    await pause(4 * INTERVAL_MS);
    const previous = last;
    last = await read();
    if (!same(previous, last)) throw new Error('still changing');
    return last;
  });
}
