/**
 * The one error that the engine raises on purpose. Its message is one line for a person: what is wrong and what to do
 * next. Anything else that is thrown is a bug and is reported as `internal`.
 */
import type { EngineErrorKind } from './messages';

export class EngineError extends Error {
  override readonly name = 'EngineError';

  constructor(
    readonly kind: EngineErrorKind,
    message: string,
  ) {
    super(message);
  }
}

/** Exit code of the command line: 2 when the caller can mend the input, 1 for any other failure. */
export function exitCode(error: unknown): 1 | 2 {
  return error instanceof EngineError && (error.kind === 'input' || error.kind === 'stale') ? 2 : 1;
}
