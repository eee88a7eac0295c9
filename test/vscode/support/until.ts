/** Waiting in suites: for a condition, never for a time. */
const TIMEOUT_MS = 30_000;
const POLL_MS = 15;

/** Resolves with the first truthy value of `probe`; rejects with `what` and what was seen last. */
export async function until<T>(what: string, probe: () => T | Promise<T>): Promise<NonNullable<T>> {
  const end = Date.now() + TIMEOUT_MS;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
