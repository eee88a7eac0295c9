/**
 * What the user decides about a session's draft, staged or not. Taking text back is in `reject.ts`, settling a part of it
 * in `settlePart.ts`.
 */
import type { Span } from '../../engine/protocol/messages';
import { leadOf } from '../document/reading';
import { type Hunk, hunksIn } from '../session/hunks';
import { isBeingWritten, isOpen } from '../session/state';
import { settle } from '../session/transitions';
import type { EditSession } from './editSession';
import { reject, takeBack } from './reject';
import { stagedUnder } from './settlePart';
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

/** Brings the original back where the selection touches a changed piece. */
export async function rejectSelection(session: EditSession, span: Span): Promise<void> {
  const { document } = session;
  const pieces = stagedUnder(session, span)?.holes.flatMap((hole) =>
    hunksIn(hole, span, leadOf(document, hole.span.start)),
  );
  if (pieces) await takeBack(session, pieces);
}

/** Brings the original of one changed piece back, and nothing else. */
export async function rejectHunk(session: EditSession, hunk: Hunk): Promise<void> {
  if (stagedUnder(session, hunk.span)) await takeBack(session, [hunk]);
}
