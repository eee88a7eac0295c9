/** What the user decides about a session's draft, staged or not. Text that a decision changes is one step for the editor's undo. */
import type { ContentChange, Span } from '../../engine/protocol/messages';
import type { WriteOutcome } from '../document/binding';
import { applyEdits } from '../document/edits';
import { notWritten, selectionOutside, stillRunning } from '../messages';
import { acceptSpan, isAllAccepted, rejectionOfRest, togglePins } from '../session/decisions';
import { type Hunk, hunksIn } from '../session/hunks';
import { takenBack } from '../session/rebaseSession';
import { contains, isEmpty, overlaps, shift, touches } from '../session/spans';
import { isBeingWritten, isOpen, isRunning, type Staged } from '../session/state';
import { settle } from '../session/transitions';
import type { EditSession } from './editSession';
import { ATTEMPTS, writeAsItIs } from './staging';

/** Keeps the text. A draft that is not written yet is written first. */
export async function accept(session: EditSession): Promise<void> {
  if (isRunning(session.state))
    return session.services.notify(stillRunning(session.id), () => isRunning(session.state));
  if (isOpen(session.state)) await writeAsItIs(session);
  if (session.state.kind === 'staged') session.setState(settle('accepted'));
}

/** Gives a run up, or leaves the view of a pass. A draft that is on its way into the text is taken back from there. */
export async function cancel(session: EditSession): Promise<void> {
  if (isBeingWritten(session.state)) await reject(session);
  else session.cancel();
}

/**
 * Brings the original back, and with it the clean state where the editor's undo can. What the user has accepted stays.
 */
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
    const edits = rejectionOfRest(state);
    const isUndone = leavesOriginal(state, edits) && (await undoAll(session, edits));
    outcome = isUndone ? 'written' : await write(session, edits);
  }
  if (outcome === 'written') session.setState(settle('rejected'));
  else session.services.notify(notWritten(session.document.fileName));
}

/** True if nothing of the staged text is left after these edits. */
function leavesOriginal(staged: Staged, edits: readonly ContentChange[]): boolean {
  return staged.holes.every((hole) => {
    const own = edits.filter(({ span }) => contains(hole.span, span));
    return (
      applyEdits(
        hole.text,
        own.map((edit) => ({ ...edit, span: shift(edit.span, -hole.span.start) })),
      ) === hole.original
    );
  });
}

/** Takes all our edits back with the editor's undo; false if something else lies on top of them. */
async function undoAll(session: EditSession, inverse: readonly ContentChange[]): Promise<boolean> {
  const count = session.undo.onTop ?? 0;
  if (count === 0) return false;
  return session.services.binding.undo(session.document, inverse, { owner: session, count });
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
  const staged = stagedUnder(session, span);
  if (staged)
    await takeBack(
      session,
      staged.holes.flatMap((hole) => hunksIn(hole, span)),
    );
}

/** Brings the original of one changed piece back, and nothing else. */
export async function rejectHunk(session: EditSession, hunk: Hunk): Promise<void> {
  if (stagedUnder(session, hunk.span)) await takeBack(session, [hunk]);
}

/** When it is their turn. Asked twice at a time, the first has done it: what stands there then was not meant. */
async function takeBack(session: EditSession, pieces: readonly Hunk[]): Promise<void> {
  const asked = session.waiting.add(pieces);
  await session.services.binding.exclusively(session.document, () => restorePieces(session, asked()));
}

async function restorePieces(session: EditSession, pieces: readonly Hunk[]): Promise<void> {
  const { state: staged } = session;
  const edits = pieces.map(({ span, original }) => ({ span, text: original }));
  if (staged.kind !== 'staged' || edits.length === 0) return;
  if (leavesOriginal(staged, edits) && (await undoAll(session, edits))) return session.setState(settle('rejected'));
  const { onTop } = session.undo;
  const { version } = session.document;
  const { binding, notify } = session.services;
  const onWritten = () => {
    session.syntax = undefined;
    if (session.state.kind === 'staged') session.setState(takenBack(session.state, edits));
  };
  const outcome = await binding.write(session.document, edits, { owner: session, onWritten });
  if (outcome !== 'written') notify(notWritten(session.document.fileName));
  else if (onTop !== undefined) session.undo.wrote(onTop + 1, version + 1);
  const { state } = session;
  if (state.kind !== 'staged') return;
  if (state.holes.every((hole) => hole.text === hole.original)) session.setState(settle('rejected'));
  else if (isAllAccepted(state)) session.setState(settle('accepted'));
}

function stagedUnder(session: EditSession, span: Span): Staged | undefined {
  const { state, services } = session;
  if (isRunning(state)) services.notify(stillRunning(session.id), () => isRunning(session.state));
  else if (state.kind === 'staged' && state.holes.some((hole) => meets(hole.span, span))) return state;
  else services.notify(selectionOutside());
  return undefined;
}

/** An empty span, where text was removed, may lie at a border. */
function meets(hole: Span, span: Span): boolean {
  return isEmpty(span) ? touches(hole, span) : overlaps(hole, span);
}

function write(session: EditSession, edits: readonly ContentChange[]): Promise<WriteOutcome> {
  const changed = edits.filter(({ span, text }) => session.services.binding.textIn(session.document, span) !== text);
  return session.services.binding.write(session.document, changed, { owner: session });
}
