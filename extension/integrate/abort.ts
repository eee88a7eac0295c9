/** An editor's cancellation token as the signal that runs watch. */
import type { CancellationToken } from 'vscode';

export async function withSignal<T>(
  token: CancellationToken | undefined,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  if (token?.isCancellationRequested) abort.abort();
  const subscription = token?.onCancellationRequested(() => abort.abort());
  try {
    return await act(abort.signal);
  } finally {
    subscription?.dispose();
  }
}
