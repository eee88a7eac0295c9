/** What every JSON-RPC handler of ours does: failures as the protocol tells them, cancellation as a signal. */
import type { CancellationToken } from 'vscode-jsonrpc';
import { toResponseError } from './failures';

export async function answer<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toResponseError(error);
  }
}

/** Cancellation acts at the run's next turn: passes themselves cannot be interrupted. */
export function cancellable(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}
