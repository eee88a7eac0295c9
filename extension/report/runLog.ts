/** The last runs in figures, and the last failure, for a bug report. Holds no text of any document but the last draft. */
import type { RunResult } from '../../engine/protocol/messages';

const KEPT = 5;

export interface RunRecord {
  readonly at: Date;
  readonly result: RunResult;
}

export interface FailureRecord {
  readonly at: Date;
  readonly message: string;
}

export class RunLog {
  private runs: readonly RunRecord[] = [];
  private failure: FailureRecord | undefined;

  ran(result: RunResult): void {
    this.runs = [...this.runs, { at: new Date(), result }].slice(-KEPT);
  }

  failed(message: string): void {
    this.failure = { at: new Date(), message };
  }

  /** Oldest first. */
  get last(): readonly RunRecord[] {
    return this.runs;
  }

  get lastFailure(): FailureRecord | undefined {
    return this.failure;
  }
}
