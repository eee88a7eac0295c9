/** What the connection rejects with, as the one `EngineError` that everybody else knows. */
import { ConnectionError, ResponseError } from 'vscode-jsonrpc';
import { EngineError } from '../../engine/protocol/errors';
import type { EngineErrorKind } from '../../engine/protocol/messages';
import { EngineStopped, engineErrorOf } from './failure';

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

export function rejectionOf(error: unknown): EngineError {
  if (error instanceof ConnectionError) return new EngineStopped('the engine stopped');
  if (!(error instanceof ResponseError)) return engineErrorOf(error);
  return new EngineError(kindIn(error.data), error.message);
}

function kindIn(data: unknown): EngineErrorKind {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return 'internal';
  return isKind(data.kind) ? data.kind : 'internal';
}

function isKind(kind: unknown): kind is EngineErrorKind {
  return typeof kind === 'string' && KINDS.has(kind);
}
