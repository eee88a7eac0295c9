/** All validations under way, by session, and what the last one of each found. Starts them by command and by setting. */
import * as vscode from 'vscode';
import type { EditSession } from '../flow/editSession';
import { requestProblem } from '../flow/requestProblem';
import type { Services } from '../flow/services';
import type { Sessions } from '../flow/sessions';
import { isLive, regionOf, type SessionState } from '../session/state';
import { errorsOf } from './diagnostics';
import { type Baseline, baselineOf } from './newProblems';
import { Validation, type Verdict } from './validation';

interface Followed {
  /** Problems outside the holes before there was a draft. */
  readonly baseline: Baseline;
  last: SessionState['kind'];
  validation?: Validation;
  verdict?: Verdict;
}

export class Validations implements vscode.Disposable {
  private readonly followed = new Map<EditSession, Followed>();
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly services: Services,
    sessions: Sessions,
  ) {
    this.subscription = sessions.onDidChange((session) => this.sessionChanged(session));
  }

  verdictOf(session: EditSession): Verdict | undefined {
    return this.followed.get(session)?.verdict;
  }

  isRunning(session: EditSession): boolean {
    return this.verdictOf(session)?.kind === 'running';
  }

  /** Resolves when it is over. A second one of the same session waits for nothing: the first goes on. */
  async start(session: EditSession, isFresh = false): Promise<void> {
    const followed = this.follow(session);
    if (followed.verdict?.kind === 'running' || session.state.kind !== 'staged') return;
    const { baseline } = followed;
    const settings = this.services.settings(session.document);
    followed.validation = new Validation(session, { baseline, isFresh }, settings, (verdict) => {
      followed.verdict = verdict;
      this.changed.fire();
    });
    try {
      await followed.validation.run();
    } catch (error) {
      this.services.notify(requestProblem(error, this.services.engine.state));
    }
  }

  stop(session: EditSession): void {
    this.followed.get(session)?.validation?.stop();
  }

  private sessionChanged(session: EditSession): void {
    const followed = this.follow(session);
    const { kind } = session.state;
    const wasRun = followed.last === 'converged' && kind === 'staged';
    followed.last = kind;
    if (kind !== 'staged') {
      followed.validation?.stop();
      delete followed.verdict;
    }
    if (!isLive(session.state)) this.followed.delete(session);
    else if (wasRun && this.services.settings(session.document).validateAfterStaging) void this.start(session, true);
  }

  private follow(session: EditSession): Followed {
    const known = this.followed.get(session);
    if (known) return known;
    const baseline = baselineOf(errorsOf(session.document), regionOf(session.state));
    const followed: Followed = { baseline, last: session.state.kind };
    this.followed.set(session, followed);
    return followed;
  }

  dispose(): void {
    this.subscription.dispose();
    for (const { validation } of this.followed.values()) validation?.stop();
    this.changed.dispose();
  }
}
