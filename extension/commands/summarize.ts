/** *Summarize Edit*: what a glance at the colours tells, in words; a screen reader reads them out. */
import type { EditSession } from '../flow/editSession';
import { editSummary } from '../messages/drafts';
import { documentLines } from '../render/documentLines';
import { uncertainBelow } from '../render/heatmap';
import { summaryOf } from '../render/speech';
import { isLive } from '../session/state';
import type { CommandContext } from './context';

export function summarize(context: CommandContext, session: EditSession): void {
  const { state, document } = session;
  if (!isLive(state)) return;
  const threshold = uncertainBelow(context.settings(document).thresholds);
  const summary = summaryOf(state, threshold, documentLines(document));
  const decidable = state.kind === 'staged' ? session.id : undefined;
  context.notify(editSummary(summary, decidable), () => session.state.kind === 'staged');
}
