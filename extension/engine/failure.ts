/** From whatever a request rejects with to one `EngineError`, whose kind tells a session what to offer. */
import { EngineError } from '../../engine/protocol/errors';

/** The process ended, or could not be started: its runs are lost, the next request starts another. */
export class EngineStopped extends EngineError {
  constructor(message: string) {
    super('internal', message);
  }
}

/** Anything else than the client's own rejections is a bug, and internal. */
export function engineErrorOf(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  return new EngineError('internal', error instanceof Error ? error.message : String(error));
}
