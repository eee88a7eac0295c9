/**
 * Shares the one model among runs: passes take turns, first come first served, so several runs advance side by side
 * and none starves. Between turns the event loop runs, which lets requests and cancellations in.
 */
import { setImmediate as nextLoop } from 'node:timers/promises';
import { EngineError } from '../protocol/errors';

/** Runs that may be under way at once; more are refused rather than slowed down without end. */
const MAX_RUNS = 16;

export interface TurnsListener {
  /** A turn is asked for, or a run begins, where neither was under way. */
  readonly onBusy: () => void;
  /** The last turn asked for has ended, and the last run. */
  readonly onFree: () => void;
}

export class Turns {
  private tail: Promise<unknown> = Promise.resolve();
  private runs = 0;
  /** Turns that are asked for, and runs. */
  private underWay = 0;
  /** To be called when no run is under way any more. */
  private resting: (() => void)[] = [];

  constructor(private readonly listener?: TurnsListener) {}

  /** Does `work` alone, after everything asked for earlier. Rejects with the signal's reason if it aborts before. */
  take<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    this.begin();
    const turn = this.tail.then(async () => {
      await nextLoop();
      signal?.throwIfAborted();
      return work();
    });
    this.tail = turn.catch(() => undefined).then(() => this.end());
    return turn;
  }

  /** Counts `run` as under way until it settles. Throws `busy` if there are too many. */
  async enter<T>(run: () => Promise<T>): Promise<T> {
    if (this.runs >= MAX_RUNS) {
      throw new EngineError('busy', `${MAX_RUNS} runs are under way: cancel one or wait, then ask again`);
    }
    this.runs++;
    this.begin();
    try {
      return await run();
    } finally {
      this.end();
      if (--this.runs === 0) for (const wake of this.resting.splice(0)) wake();
    }
  }

  /** Resolves when no run is under way. */
  async rest(): Promise<void> {
    while (this.runs > 0) await new Promise<void>((resolve) => this.resting.push(resolve));
  }

  private begin(): void {
    if (this.underWay++ === 0) this.listener?.onBusy();
  }

  private end(): void {
    if (--this.underWay === 0) this.listener?.onFree();
  }
}
