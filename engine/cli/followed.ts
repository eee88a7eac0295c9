/** The place elsewhere that a hole was filled after, as the command line names it. */
import { relative } from 'node:path';
import type { HoleResult, ParallelPlace } from '../protocol/messages';

/** The place that proposed most of what was denoised; `undefined` if none did. */
export function followed({ cells }: HoleResult): ParallelPlace | undefined {
  const denoised = cells.filter(({ state }) => state === 'committed');
  const proposed = denoised.flatMap(({ parallel }) => parallel ?? []);
  return proposed.length * 2 > denoised.length ? proposed[0] : undefined;
}

/** `line 12`, or `src/users.ts:12` for another file; 1-based. */
export function placeName({ path, line }: ParallelPlace): string {
  return path === undefined ? `line ${line + 1}` : `${relative('', path)}:${line + 1}`;
}
