/** From whatever a request rejects with to one `EngineError`, whose kind tells a session what to offer. */
import { ConnectionError, ResponseError } from 'vscode-jsonrpc';
import { EngineError } from '../../engine/protocol/errors';
import type { EngineErrorKind } from '../../engine/protocol/messages';

/** The process ended, or could not be started: its runs are lost, the next request starts another. */
export class EngineStopped extends EngineError {
  constructor(message: string) {
    super('internal', message);
  }
}

const KINDS: ReadonlySet<string> = new Set<EngineErrorKind>([
  'input',
  'stale',
  'model',
  'busy',
  'access',
  'network',
  'space',
  'internal',
]);

export function engineErrorOf(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  if (error instanceof ConnectionError) return new EngineStopped('the engine stopped');
  const message = error instanceof Error ? error.message : String(error);
  return new EngineError(kindOf(error), message);
}

function kindOf(error: unknown): EngineErrorKind {
  const data: unknown = error instanceof ResponseError ? error.data : undefined;
  if (typeof data !== 'object' || data === null || !('kind' in data)) return 'internal';
  return isKind(data.kind) ? data.kind : 'internal';
}

function isKind(kind: unknown): kind is EngineErrorKind {
  return typeof kind === 'string' && KINDS.has(kind);
}
