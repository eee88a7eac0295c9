/** What the user decides about a session's draft, staged or not. Text that a decision changes is one step for the editor's undo. */
import type { ContentChange, Span } from '../../engine/protocol/messages';
import type { WriteOutcome } from '../document/binding';
import { applyEdits } from '../document/edits';
import { notWritten, nothingOpen, nothingUncertain, selectionOutside, stillRunning } from '../messages';
import { uncertainBelow } from '../render/heatmap';
import { holeAround, isAllAccepted, leastLikely, rejectionOfRest, uncertainSpans } from '../session/decisions';
import { type Hunk, hunksIn } from '../session/hunks';
import { contains, shift } from '../session/spans';
import { isBeingWritten, isOpen, isRunning, type Staged } from '../session/state';
import { settle, takenBack } from '../session/transitions';
import type { EditSession } from './editSession';
import { stagedUnder } from './settlePart';
import { ATTEMPTS, countOnTop, writeAsItIs } from './staging';

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
  const count = countOnTop(session) ?? 0;
  if (count === 0) return false;
  return session.services.binding.undo(session.document, inverse, { owner: session, count });
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
  const onTop = countOnTop(session);
  const { version } = session.document;
  const { binding, notify } = session.services;
  session.onWritten = () => {
    session.onWritten = undefined;
    session.syntax = undefined;
    if (session.state.kind === 'staged') session.setState(takenBack(session.state, edits));
  };
  const outcome = await binding.write(session.document, edits, { owner: session });
  session.onWritten = undefined;
  if (outcome !== 'written') notify(notWritten(session.document.fileName));
  else if (onTop !== undefined) session.undoable = { count: onTop + 1, version: version + 1 };
  const { state } = session;
  if (state.kind !== 'staged') return;
  if (state.holes.every((hole) => hole.text === hole.original)) session.setState(settle('rejected'));
  else if (isAllAccepted(state)) session.setState(settle('accepted'));
}

/** Denoises a part of the staged text again, both sides fixed. */
export async function remaskSelection(session: EditSession, spans: readonly Span[]): Promise<void> {
  const { state, services } = session;
  if (isRunning(state)) return services.notify(stillRunning(session.id), () => isRunning(session.state));
  if (state.kind !== 'staged') return;
  if (!spans.every((span) => holeAround(state, span))) return services.notify(selectionOutside());
  await remaskShare(session, spans, services.settings(session.document).remaskStrength);
}

/** Denoises a share of the staged text in the spans again: the tokens that the model was least sure of. */
export async function remaskShare(session: EditSession, spans: readonly Span[], share: number): Promise<void> {
  const { state, services } = session;
  if (state.kind !== 'staged') return;
  const open = share < 1 ? leastLikely(state, spans, share) : spans;
  if (open.length === 0) return services.notify(nothingOpen());
  await session.redenoise(state, open, { strength: undefined });
}

export async function remaskUncertain(session: EditSession): Promise<void> {
  const { state, services } = session;
  if (isRunning(state)) return services.notify(stillRunning(session.id), () => isRunning(session.state));
  if (state.kind !== 'staged') return;
  const spans = uncertainSpans(state, uncertainBelow(services.settings(session.document).thresholds));
  if (spans.length === 0) return services.notify(nothingUncertain());
  await session.redenoise(state, spans, { strength: undefined });
}

function write(session: EditSession, edits: readonly ContentChange[]): Promise<WriteOutcome> {
  const changed = edits.filter(({ span, text }) => session.services.binding.textIn(session.document, span) !== text);
  return session.services.binding.write(session.document, changed, { owner: session });
}
