/**
 * Settles a part of the staged text without changing it: accepts or pins it. Waits for whatever is being written into the
 * document just now: the state that comes with that would take its place.
 */
import type { Span } from '../../engine/protocol/messages';
import { selectionOutside } from '../messages/commands';
import { acceptSpan, togglePins } from '../session/decisions';
import { isAllAccepted } from '../session/rejection';
import { meets } from '../session/spans';
import type { Staged } from '../session/state';
import { settle } from '../session/transitions';
import type { EditSession } from './editSession';
import { tellIfRunning } from './tellIfRunning';

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
  if (tellIfRunning(session)) return undefined;
  const { state, services } = session;
  if (state.kind === 'staged' && state.holes.some((hole) => meets(hole.span, span))) return state;
  services.notify(selectionOutside());
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
  session.stagings.decided(staged);
  session.setState(staged);
}
