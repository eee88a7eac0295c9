/**
 * Runs asynchronous jobs one after the other, in the order in which they were asked for. The caches of a model change
 * in steps with pauses in between, so two jobs must not interleave.
 */
export class Serial {
  private last: Promise<unknown> = Promise.resolve();

  /** Runs `job` when all earlier ones are done, whether or not they failed. An aborted job that waits never starts. */
  run<T>(job: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const result = this.last.then(() => {
      signal?.throwIfAborted();
      return job();
    });
    this.last = result.catch(() => undefined);
    return result;
  }
}
