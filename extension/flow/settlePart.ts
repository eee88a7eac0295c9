/**
 * Settles a part of the staged text without changing it: accepts or pins it. Waits for whatever is being written into the
 * document just now: the state that comes with that would take its place.
 */
import type { Span } from '../../engine/protocol/messages';
import { selectionOutside, stillRunning } from '../messages';
import { acceptSpan, isAllAccepted, togglePins } from '../session/decisions';
import { remember } from '../session/history';
import { isEmpty, overlaps, touches } from '../session/spans';
import { isRunning, type Staged } from '../session/state';
import { settle } from '../session/transitions';
import type { EditSession } from './editSession';

/** When nothing is left to decide, the session is over. */
export async function acceptSelection(session: EditSession, span: Span): Promise<void> {
  await onceWritten(session, span, (staged, part) => {
    const next = acceptSpan(staged, part);
    if (isAllAccepted(next)) session.setState(settle('accepted'));
    else decideAs(session, next);
  });
}

export async function pinSelection(session: EditSession, span: Span): Promise<void> {
  await onceWritten(session, span, (staged, part) => decideAs(session, togglePins(staged, part)));
}

/** The staged text that a span is a part of; says so if there is none. */
export function stagedUnder(session: EditSession, span: Span): Staged | undefined {
  const { state, services } = session;
  if (isRunning(state)) services.notify(stillRunning(session.id), () => isRunning(session.state));
  else if (state.kind === 'staged' && state.holes.some((hole) => meets(hole.span, span))) return state;
  else services.notify(selectionOutside());
  return undefined;
}

/** Other text than the user saw there is left alone. */
async function onceWritten(session: EditSession, span: Span, act: (staged: Staged, part: Span) => void): Promise<void> {
  if (!stagedUnder(session, span)) return;
  const asked = session.waiting.add([{ span, original: '' }]);
  await session.services.binding.exclusively(session.document, async () => {
    for (const part of asked()) if (session.state.kind === 'staged') act(session.state, part.span);
  });
}

function decideAs(session: EditSession, staged: Staged): void {
  session.snapshots = remember(session.snapshots, staged);
  session.setState(staged);
}

/** An empty span, where text was removed, may lie at a border. */
function meets(hole: Span, span: Span): boolean {
  return isEmpty(span) ? touches(hole, span) : overlaps(hole, span);
}
