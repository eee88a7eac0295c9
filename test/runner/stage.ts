/**
 * One part of the test command, and what it came to. Tests are counted one by one; a check that is not made of tests
 * (build, lint) counts only when it fails.
 */
export interface StageOutcome {
  readonly passed: number;
  readonly failed: number;
  /** Printed beside the result: why it was skipped, or what went wrong. */
  readonly note?: string;
}

export interface Stage {
  readonly name: string;
  run(): Promise<StageOutcome>;
}
