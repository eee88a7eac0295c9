import type { Output } from './runShown';

/**
 * One part of the test command, and what it came to. Tests are counted one by one; a check that is not made of tests
 * (build, lint) counts only when it fails.
 */
export interface StageOutcome {
  readonly passed: number;
  readonly failed: number;
  /** What went wrong, when it is more than failing tests. */
  readonly problem?: string;
  /** Why nothing ran. */
  readonly skipped?: string;
}

export interface Stage {
  readonly name: string;
  run(output: Output): Promise<StageOutcome>;
}
