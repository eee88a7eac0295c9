/**
 * Reading one text after the other, as trials do: a hundred of them may take half a second. Before each, whoever else waits
 * is let in, and a cancellation acts.
 */
import { setImmediate as nextLoop } from 'node:timers/promises';
import type { Span } from '../protocol/messages';
import type { ReadProblems } from './syntaxReader';

export type ReadWithPauses = (...what: Parameters<ReadProblems>) => Promise<readonly Span[]>;

/** Rejects with the signal's reason once it is aborted. */
export function withPauses(read: ReadProblems, signal?: AbortSignal): ReadWithPauses {
  return async (...what) => {
    await nextLoop();
    signal?.throwIfAborted();
    return read(...what);
  };
}
