/**
 * Paces frames: so many per second and at most one more that is urgent, one in flight, and the newest state always drawn
 * last. The editor queues decorations without back-pressure, so the sender has to hold back.
 */
export class Pacer {
  private timer: NodeJS.Timeout | undefined;
  private inFlight = false;
  private wanted = false;
  private isUrgent = false;
  /**
   * When the editor had taken the last frames, as many as may come in a second and one more. Not when they were sent: one
   * that a busy page takes late would be painted right before the next.
   */
  private takenAt: readonly number[] = [];
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
    this.timer = setTimeout(() => void this.fire(), Math.max(0, this.dueAt() - Date.now()));
  }

  /** The same, for a frame that must not lag behind what the editor does by itself: one a second need not wait. */
  requestNow(): void {
    this.isUrgent = true;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.request();
  }

  /** Nobody needs the frame that was asked for any more. */
  drop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.wanted = false;
  }

  /** Frames keep an even distance; an urgent one takes the place in its second that they leave free. */
  private dueAt(): number {
    const { takenAt } = this;
    const perSecond = this.framesPerSecond();
    if (this.isUrgent) return takenAt.length > perSecond ? (takenAt[0] ?? -Infinity) + 1000 : -Infinity;
    return (takenAt.at(-1) ?? -Infinity) + 1000 / perSecond;
  }

  private async fire(): Promise<void> {
    this.timer = undefined;
    this.wanted = false;
    this.isUrgent = false;
    this.inFlight = true;
    try {
      await this.send();
    } finally {
      this.inFlight = false;
      this.takenAt = [...this.takenAt, Date.now()].slice(-this.framesPerSecond() - 1);
      if (this.wanted) this.request();
    }
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
  }
}
