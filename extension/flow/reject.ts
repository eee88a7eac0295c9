/** Taking staged text back, all of it or changed pieces. What that changes is one step for the editor's undo. */
import type { ContentChange } from '../../engine/protocol/messages';
import type { WriteOutcome } from '../document/binding';
import { leadOf, textIn } from '../document/reading';
import { notWritten } from '../messages/drafts';
import type { Hunk } from '../session/hunks';
import { takenBack } from '../session/rebaseSession';
import { isAllAccepted, leavesOriginal, rejectionOfRest } from '../session/rejection';
import { isBeingWritten, isOriginal } from '../session/state';
import { settle } from '../session/transitions';
import type { EditSession } from './editSession';
import { ATTEMPTS } from './staging';

/** Brings the original back, and with it the clean state where the editor's undo can. What the user has accepted stays. */
export async function reject(session: EditSession): Promise<void> {
  if (session.state.kind === 'viewing') session.cancel();
  if (!isBeingWritten(session.state)) session.cancel();
  await session.services.binding.exclusively(session.document, () => restore(session));
}

/** Planned again as long as the user types in between. */
async function restore(session: EditSession): Promise<void> {
  let outcome: WriteOutcome = 'outdated';
  for (let i = 0; i < ATTEMPTS && outcome === 'outdated'; i++) {
    // It did not get into the text.
    session.cancel();
    const { state } = session;
    if (state.kind !== 'staged') return;
    const edits = rejectionOfRest(state, ({ span }) => leadOf(session.document, span.start));
    const isUndone = leavesOriginal(state, edits) && (await undo(session, edits));
    outcome = isUndone ? 'written' : await write(session, edits);
  }
  if (outcome === 'written') session.setState(settle('rejected'));
  else session.services.notify(notWritten(session.document.fileName));
}

/** With the editor's undo; false if something else lies on top of what it would have to take back. */
function undo(session: EditSession, edits: readonly ContentChange[]): Promise<boolean> {
  return session.services.binding.undo(session.document, edits, session);
}

function write(session: EditSession, edits: readonly ContentChange[]): Promise<WriteOutcome> {
  const changed = edits.filter(({ span, text }) => textIn(session.document, span) !== text);
  return session.services.binding.write(session.document, changed, { owner: session });
}

/**
 * Brings the originals of these pieces back when it is their turn. Asked twice at a time, the first has done it: what stands
 * there then was not meant.
 */
export async function takeBack(session: EditSession, pieces: readonly Hunk[]): Promise<void> {
  const asked = session.waiting.add(pieces);
  await session.services.binding.exclusively(session.document, () => restorePieces(session, asked()));
}

async function restorePieces(session: EditSession, pieces: readonly Hunk[]): Promise<void> {
  const { state: staged } = session;
  const edits = pieces.map(({ span, original }) => ({ span, text: original }));
  if (staged.kind !== 'staged' || edits.length === 0) return;
  if (leavesOriginal(staged, edits) && (await undo(session, edits))) return session.setState(settle('rejected'));
  const { binding, notify } = session.services;
  const onWritten = () => {
    session.syntax = undefined;
    if (session.state.kind === 'staged') session.setState(takenBack(session.state, edits));
  };
  const outcome = await binding.write(session.document, edits, { owner: session, onWritten });
  if (outcome !== 'written') notify(notWritten(session.document.fileName));
  const { state } = session;
  if (state.kind !== 'staged') return;
  if (isOriginal(state)) session.setState(settle('rejected'));
  else if (isAllAccepted(state)) session.setState(settle('accepted'));
}
