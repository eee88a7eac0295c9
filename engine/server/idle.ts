/**
 * Work for when nobody waits: begins a little after the last turn, and is stopped at once when somebody comes. Knows
 * nothing of what is done.
 */

/** Longer than the pauses between the keys of somebody who types. */
const DELAY_MS = 250;

export class Idle {
  private timer: NodeJS.Timeout | undefined;
  private underWay: { readonly abort: AbortController; readonly ended: Promise<void> } | undefined;
  private wanted = false;
  private busy = false;

  /** `work` must stop when its signal aborts. Its failures are nobody's: nobody asked for it. */
  constructor(
    private readonly work: (signal: AbortSignal) => Promise<void>,
    private readonly delayMs = DELAY_MS,
  ) {}

  /** There is something to do. What was begun before begins anew. */
  want(): void {
    this.wanted = true;
    this.underWay?.abort.abort();
    this.arm();
  }

  /** Somebody waits now. */
  interrupt(): void {
    this.busy = true;
    clearTimeout(this.timer);
    this.underWay?.abort.abort();
  }

  /** Nobody waits any more. */
  resume(): void {
    this.busy = false;
    this.arm();
  }

  /** Resolves when nothing of it runs any more. */
  async stop(): Promise<void> {
    this.wanted = false;
    this.interrupt();
    await this.underWay?.ended;
  }

  private arm(): void {
    clearTimeout(this.timer);
    if (this.busy || !this.wanted) return;
    this.timer = setTimeout(() => this.begin(), this.delayMs);
    // Not a reason to keep a process alive.
    this.timer.unref();
  }

  private begin(): void {
    if (this.underWay) return this.arm();
    const abort = new AbortController();
    const ended = this.work(abort.signal)
      .catch(() => undefined)
      .then(() => {
        this.underWay = undefined;
        if (!abort.signal.aborted) this.wanted = false;
      });
    this.underWay = { abort, ended };
  }
}
