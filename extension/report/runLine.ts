/** One line for the log about a run that is over. */
import type { RunResult } from '../../engine/protocol/messages';

export function runLine({ passes, tokens, contextRows, seed, syntax, ms }: RunResult): string {
  return (
    `run of ${tokens} cells: ${passes} passes in ${Math.round(ms.total)} ms ` +
    `(load ${Math.round(ms.load)}, context ${Math.round(ms.context)} for ${contextRows} rows), seed ${seed}` +
    (syntax ? `, ${syntax.drafts} drafts, ${syntax.problems} syntax problems` : '')
  );
}
