/** Runs one pass's work when it is this run's turn; rejects if the run was cancelled meanwhile. */
export type Turn = <T>(work: (signal?: AbortSignal) => Promise<T>) => Promise<T>;

export const ownTurn: Turn = (work) => work();
