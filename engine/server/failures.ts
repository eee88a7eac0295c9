/** Every failure of a request as JSON-RPC sees it: one line for a person, and a kind for the program. */
import { ErrorCodes, ResponseError } from 'vscode-jsonrpc';
import { EngineError } from '../protocol/errors';
import type { EngineErrorData, EngineErrorKind } from '../protocol/messages';

/** As in the Language Server Protocol. */
const REQUEST_CANCELLED = -32800;
const REQUEST_FAILED = -32803;

const codes: Readonly<Record<EngineErrorKind, number>> = {
  input: ErrorCodes.InvalidParams,
  stale: -32801,
  model: REQUEST_FAILED,
  busy: REQUEST_FAILED,
  access: REQUEST_FAILED,
  network: REQUEST_FAILED,
  space: REQUEST_FAILED,
  internal: ErrorCodes.InternalError,
};

export function toResponseError(error: unknown): ResponseError<EngineErrorData> {
  if (error instanceof EngineError) return new ResponseError(codes[error.kind], error.message, { kind: error.kind });
  if (isAbort(error)) return new ResponseError(REQUEST_CANCELLED, 'cancelled');
  return new ResponseError(codes.internal, `internal error: ${oneLine(error)}`, { kind: 'internal' });
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** The first line of what was thrown. */
export function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? '';
}
