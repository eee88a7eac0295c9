/** What the user decides about a session's draft, staged or not: all of it, or a span. Taking text back is in `reject.ts`. */
import type { Span } from '../../engine/protocol/messages';
import { selectionOutside } from '../messages/commands';
import { acceptSpan, togglePins } from '../session/decisions';
import { type Hunk, hunksIn } from '../session/hunks';
import { isAllAccepted } from '../session/rejection';
import { meets } from '../session/spans';
import { isBeingWritten, isOpen, type Staged } from '../session/state';
import { settle } from '../session/transitions';
import type { EditSession } from './editSession';
import { reject, takeBack } from './reject';
import { writeAsItIs } from './staging';
import { tellIfRunning } from './tellIfRunning';

/** Keeps the text. A draft that is not written yet is written first. */
export async function accept(session: EditSession): Promise<void> {
  if (tellIfRunning(session)) return;
  if (isOpen(session.state)) await writeAsItIs(session);
  if (session.state.kind === 'staged') session.setState(settle('accepted'));
}

/** Gives a run up, or leaves the view of a pass. A draft that is on its way into the text is taken back from there. */
export async function cancel(session: EditSession): Promise<void> {
  if (isBeingWritten(session.state)) await reject(session);
  else session.cancel();
}

/** Settles a span of the staged text; when nothing is left to decide, the session is over. */
export function acceptSelection(session: EditSession, span: Span): void {
  const staged = stagedUnder(session, span);
  if (!staged) return;
  const next = acceptSpan(staged, span);
  if (isAllAccepted(next)) session.setState(settle('accepted'));
  else decideAs(session, next);
}

export function pinSelection(session: EditSession, span: Span): void {
  const staged = stagedUnder(session, span);
  if (staged) decideAs(session, togglePins(staged, span));
}

function decideAs(session: EditSession, staged: Staged): void {
  session.undo.decided(staged);
  session.setState(staged);
}

/** Brings the original back where the selection touches a changed piece. */
export async function rejectSelection(session: EditSession, span: Span): Promise<void> {
  const pieces = stagedUnder(session, span)?.holes.flatMap((hole) => hunksIn(hole, span));
  if (pieces) await takeBack(session, pieces);
}

/** Brings the original of one changed piece back, and nothing else. */
export async function rejectHunk(session: EditSession, hunk: Hunk): Promise<void> {
  if (stagedUnder(session, hunk.span)) await takeBack(session, [hunk]);
}

function stagedUnder(session: EditSession, span: Span): Staged | undefined {
  if (tellIfRunning(session)) return undefined;
  const { state, services } = session;
  if (state.kind === 'staged' && state.holes.some((hole) => meets(hole.span, span))) return state;
  services.notify(selectionOutside());
  return undefined;
}
