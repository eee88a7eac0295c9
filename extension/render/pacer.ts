/**
 * Paces frames: at most so many per second, one in flight, and the newest state always drawn last. The editor queues
 * decorations without back-pressure, so the sender has to hold back.
 */
export class Pacer {
  private timer: NodeJS.Timeout | undefined;
  private inFlight = false;
  private wanted = false;
  private lastSent = -Infinity;
  private disposed = false;

  /** `send` draws the newest state and resolves once the editor has taken it. */
  constructor(
    private readonly send: () => Promise<void>,
    private readonly framesPerSecond: () => number,
  ) {}

  /** Asks for a frame; asking again before it is sent changes nothing. */
  request(): void {
    this.wanted = true;
    if (this.inFlight || this.timer !== undefined || this.disposed) return;
    const wait = this.lastSent + 1000 / this.framesPerSecond() - Date.now();
    this.timer = setTimeout(() => void this.fire(), Math.max(0, wait));
  }

  private async fire(): Promise<void> {
    this.timer = undefined;
    this.wanted = false;
    this.inFlight = true;
    this.lastSent = Date.now();
    try {
      await this.send();
    } finally {
      this.inFlight = false;
      if (this.wanted) this.request();
    }
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
  }
}
