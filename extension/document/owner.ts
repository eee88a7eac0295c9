/**
 * Whether the window that staged an edit is still there. The number of its process alone does not tell: after a reboot, or
 * in a container that was started again, another process has it, perhaps this very one. Pure.
 */
import type { JournalEntry } from './journalEntry';

/** What a process knows of itself and of its machine; times in milliseconds since 1970. */
export interface Here {
  readonly processId: number;
  readonly startedAt: number;
  readonly bootedAt: number;
  readonly isAlive: (processId: number) => boolean;
}

export function ownerLives({ processId, time }: Pick<JournalEntry, 'processId' | 'time'>, here: Here): boolean {
  const stagedAt = Date.parse(time);
  if (processId === here.processId) return stagedAt >= here.startedAt;
  return stagedAt >= here.bootedAt && here.isAlive(processId);
}
