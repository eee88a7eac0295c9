/**
 * The runs of a session, one at a time: a new one ends the one before it. Each takes the session from its open holes through
 * the passes to a draft, or to a failure; what it has come to is written by `staging.ts`.
 */
import type { PassEvent, RunResult } from '../../engine/protocol/messages';
import type { EngineError } from '../../engine/protocol/errors';
import { engineErrorOf } from '../engine/failure';
import { sameAgain } from '../messages/commands';
import { runLine } from '../report/runLine';
import { isOpen, type Preparing } from '../session/state';
import { fail, receivePass } from '../session/transitions';
import { failureMessage } from './failureMessage';
import { decodeOptions, runOnce } from './run';
import type { SessionShell } from './sessionShell';
import { finishRun } from './staging';

/** Typing inside a hole restarts its run; several keystrokes share one restart. */
const RESTART_AFTER_MS = 200;

export class Runs {
  private abort = new AbortController();
  private restart: NodeJS.Timeout | undefined;
  /** Seeds used up so far. */
  private attempt = 0;
  /** Texts of holes that were asked for again. */
  private shown: readonly string[] = [];
  /** Upper bound of passes of the present run, if one was asked for. */
  passes: number | undefined;

  /** `strength`: see `RunRequest.strength`; for the holes that the session begins with. */
  constructor(
    private readonly session: SessionShell,
    private strength: number | undefined,
  ) {}

  /**
   * Starts (again) on the present holes. Resolves when the run is over, however it ends. `seeds`: who asks for something else
   * does not want the same once more; that many further seeds are tried where it comes to a text that was shown.
   */
  async start(seeds?: number): Promise<void> {
    this.stop();
    const abort = new AbortController();
    this.abort = abort;
    const { session, strength, shown } = this;
    const { document, services, instruction } = session;
    const options = decodeOptions(services.settings(document), this.attempt);
    this.passes = options.passes;
    session.syntax = undefined;
    session.ghost.clear();
    const start = performance.now();
    const holes = () => (isOpen(session.state) ? session.state.holes : []);
    const onPass = (event: PassEvent) => {
      if (!abort.signal.aborted) session.setState(receivePass(session.state, event, performance.now() - start));
    };
    try {
      const request = { document, holes, strength, shown, instruction, options };
      const result = await runOnce(services, request, { signal: abort.signal, onPass });
      if (!abort.signal.aborted) await this.took(result, seeds);
    } catch (error) {
      // An aborted run rejects too; nobody waits for it any more.
      if (!abort.signal.aborted) this.failed(engineErrorOf(error));
      else if (session.state.kind === 'converged') services.log.error(`not written: ${String(error)}`);
    }
  }

  /** Starts on other holes than the session began with: whatever is open in them is masked. */
  begin(state: Preparing, seeds?: number): Promise<void> {
    this.strength = undefined;
    this.session.setState(state);
    return this.start(seeds);
  }

  /** Starts on the present holes when the user has paused. */
  startSoon(): void {
    this.stop();
    this.restart = setTimeout(() => void this.start(), RESTART_AFTER_MS);
  }

  stop(): void {
    clearTimeout(this.restart);
    this.abort.abort();
  }

  /** What is started from now on has another seed, and is to come to other texts than these. */
  another(texts: readonly string[] = []): void {
    this.attempt++;
    this.shown = [...new Set([...this.shown, ...texts])];
  }

  private async took(result: RunResult, seeds: number | undefined): Promise<void> {
    const { session } = this;
    const { engine, log, notify } = session.services;
    engine.reportHealthy();
    log.info(runLine(result));
    const isAgain = seeds !== undefined && result.holes.every(({ text }) => this.shown.includes(text));
    if (isAgain && seeds > 0) {
      this.another();
      return this.start(seeds - 1);
    }
    if (isAgain) notify(sameAgain());
    session.syntax = result.syntax;
    await finishRun(
      session,
      result.holes.map((hole) => hole.cells),
    );
  }

  private failed(error: EngineError): void {
    const { state, services, id, instruction } = this.session;
    if (!isOpen(state)) return;
    const isKept = state.drafts.length > 0;
    services.log.error(`run failed: ${error.message}`);
    this.session.setState(fail(state, error.message));
    const message = failureMessage(error, services.engine.state, { id, instruction, isKept });
    services.notify(message, () => this.session.state.kind === 'failed');
  }
}
