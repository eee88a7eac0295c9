/** Progress as often as somebody can look at it: chunks arrive by the thousand. */
import type { ImportProgress } from '../protocol/messages';

const INTERVAL_MS = 100;

/** Passes on what begins, what ends, and in between one report per interval. */
export function calmProgress(
  report: (progress: ImportProgress) => void,
  now: () => number = () => performance.now(),
): (progress: ImportProgress) => void {
  let last: { readonly progress: ImportProgress; readonly at: number } | undefined;
  return (progress) => {
    const isNew = last?.progress.phase !== progress.phase || last.progress.file !== progress.file;
    const isOver = progress.done === progress.total;
    if (!isNew && !isOver && last && now() - last.at < INTERVAL_MS) return;
    last = { progress, at: now() };
    report(progress);
  };
}
