/**
 * Keeps one engine alive: starts it on demand, starts it again with back-off when it dies, gives up after a few deaths in
 * a row and says so. Knows processes only through `launch`, so that its rules are tested without any.
 */
import type { EngineError } from '../../engine/protocol/errors';
import type { InitializeParams, InitializeResult } from '../../engine/protocol/messages';
import type { EngineClient } from './client';
import { EngineStopped, engineErrorOf } from './failure';

/** What the supervisor sees of a started process. */
export interface LaunchedEngine {
  readonly client: EngineClient;
  /** Resolves with the reason when the process ends. */
  readonly ended: Promise<string>;
  kill(): void;
}

export type EngineState =
  /** Not needed yet, or stopped on request. */
  | { readonly kind: 'stopped' }
  /** The process starts and loads its model. */
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly info: InitializeResult }
  /** Died; starts again after a pause. */
  | { readonly kind: 'waiting'; readonly reason: string; readonly delayMs: number }
  /** Given up after too many deaths, or refused by the engine itself (no such model). Starts again only on request. */
  | { readonly kind: 'failed'; readonly reason: string; readonly gaveUp: boolean };

export interface SupervisorOptions {
  readonly launch: () => LaunchedEngine;
  readonly initialize: () => InitializeParams;
  readonly onState: (state: EngineState) => void;
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
}

/** Pauses before the first, second, … restart in a row. After the last one the supervisor gives up. */
export const BACK_OFF_MS: readonly number[] = [200, 1000, 5000];
const SHUTDOWN_GRACE_MS = 1000;

interface Running {
  readonly engine: LaunchedEngine;
  readonly ready: Promise<EngineClient>;
}

export class EngineSupervisor {
  private running: Running | undefined;
  private deathsInARow = 0;
  private current: EngineState = { kind: 'stopped' };
  /** Counts what makes a pending restart pointless: a start, a stop, a restart. */
  private epoch = 0;

  constructor(private readonly options: SupervisorOptions) {}

  get state(): EngineState {
    return this.current;
  }

  /** The engine, ready for requests; started if need be. Rejects with an `EngineError`. */
  ready(): Promise<EngineClient> {
    try {
      this.running ??= this.start();
    } catch (error) {
      return Promise.reject(this.unstartable(error));
    }
    return this.running.ready;
  }

  /** The engine if it is ready now; never starts one. */
  readyNow(): EngineClient | undefined {
    return this.current.kind === 'ready' ? this.running?.engine.client : undefined;
  }

  /** A finished run proves the engine healthy: earlier deaths no longer count. */
  reportHealthy(): void {
    this.deathsInARow = 0;
  }

  async restart(): Promise<void> {
    await this.stop();
    this.deathsInARow = 0;
    await this.ready();
  }

  async stop(): Promise<void> {
    this.epoch++;
    const running = this.running;
    this.running = undefined;
    this.setState({ kind: 'stopped' });
    if (!running) return;
    const { engine } = running;
    const asked = engine.client.shutdown().then(() => engine.ended);
    await Promise.race([asked, this.options.pause(SHUTDOWN_GRACE_MS)]).catch(() => undefined);
    engine.client.markStopped('the engine was stopped');
    engine.kill();
  }

  private start(): Running {
    this.epoch++;
    this.setState({ kind: 'starting' });
    const engine = this.options.launch();
    void engine.ended.then((reason) => this.died(engine, reason));
    const ready = this.initialize(engine);
    // Whoever asked for the engine gets the rejection; without a listener it must not count as unhandled.
    ready.catch(() => undefined);
    return { engine, ready };
  }

  /** What the system does not even begin to run: trying again by ourselves would change nothing. */
  private unstartable(error: unknown): EngineError {
    const failure = engineErrorOf(error);
    this.setState({ kind: 'failed', reason: failure.message, gaveUp: true });
    return failure;
  }

  private async initialize(engine: LaunchedEngine): Promise<EngineClient> {
    try {
      const info = await engine.client.initialize(this.options.initialize());
      if (this.running?.engine === engine) this.setState({ kind: 'ready', info });
      return engine.client;
    } catch (error) {
      const failure = engineErrorOf(error);
      if (!(failure instanceof EngineStopped)) this.refuse(engine, failure.message);
      throw failure;
    }
  }

  /** The engine answered that it cannot work (no such model): starting it again would change nothing. */
  private refuse(engine: LaunchedEngine, reason: string): void {
    if (this.running?.engine !== engine) return;
    this.running = undefined;
    this.setState({ kind: 'failed', reason, gaveUp: false });
    engine.client.markStopped(reason);
    engine.kill();
  }

  private died(engine: LaunchedEngine, reason: string): void {
    engine.client.markStopped(`the engine stopped (${reason})`);
    if (this.running?.engine !== engine) return;
    this.running = undefined;
    const delayMs = BACK_OFF_MS[this.deathsInARow++];
    if (delayMs === undefined) this.setState({ kind: 'failed', reason, gaveUp: true });
    else void this.startAfter(delayMs, reason);
  }

  private async startAfter(delayMs: number, reason: string): Promise<void> {
    const epoch = ++this.epoch;
    this.setState({ kind: 'waiting', reason, delayMs });
    await this.options.pause(delayMs);
    if (this.epoch === epoch) this.ready().catch(() => undefined);
  }

  private setState(state: EngineState): void {
    this.current = state;
    this.options.onState(state);
  }
}
