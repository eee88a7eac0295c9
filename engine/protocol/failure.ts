/**
 * Why a request failed; the message beside it says what to do next.
 * - `input`: the request does not fit the document (range, size, options). Nothing ran.
 * - `stale`: the document moved on since the version named. Send the changes, then ask again.
 * - `model`: the model folder is missing or broken.
 * - `busy`: too many runs at once, or another process has the model in hand.
 * - `access`: the hub wants a token, or one with more rights.
 * - `network`: the hub cannot be reached, or what it sent is damaged. Asking again goes on where it stopped.
 * - `space`: the disk is too full.
 * - `internal`: a bug or a runtime failure.
 */
export type EngineErrorKind = 'input' | 'stale' | 'model' | 'busy' | 'access' | 'network' | 'space' | 'internal';

export interface EngineErrorData {
  readonly kind: EngineErrorKind;
}
