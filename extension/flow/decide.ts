/** What the user decides about a session's draft, staged or not. Each decision is one step for the editor's undo. */
import type { ContentChange, Span } from '../../engine/protocol/messages';
import { notWritten, nothingUncertain, selectionOutside, stillRunning } from '../messages';
import { uncertainBelow } from '../render/heatmap';
import { acceptSpan, holeAround, isAllAccepted, togglePins, uncertainSpans } from '../session/decisions';
import { rejectionOf } from '../session/hunks';
import { overlaps } from '../session/spans';
import { isRunning, type Staged } from '../session/state';
import { settle } from '../session/transitions';
import type { EditSession } from './editSession';
import { countOnTop, keepDraft, writeDraft } from './staging';

/** Keeps the text. A draft that is not written yet is written first. */
export async function accept(session: EditSession): Promise<void> {
  if (isRunning(session.state))
    return session.services.notify(stillRunning(session.id), () => isRunning(session.state));
  if (session.state.kind === 'failed') await keepDraft(session);
  else if (session.state.kind === 'converged') await writeDraft(session);
  if (session.state.kind === 'staged') session.setState(settle('accepted'));
}

/** Brings the original back, and with it the clean state where the editor's undo can. */
export async function reject(session: EditSession): Promise<void> {
  session.cancel();
  await session.services.binding.exclusively(session.document, () => restore(session));
}

async function restore(session: EditSession): Promise<void> {
  const { state, document, services } = session;
  if (state.kind !== 'staged') return;
  const inverse = originalsOf(state);
  const count = countOnTop(session) ?? 0;
  const undone = count > 0 && (await services.binding.undo(document, inverse, { owner: session, count }));
  if (undone || (await write(session, inverse))) session.setState(settle('rejected'));
}

/** Settles a span of the staged text; when nothing is left to decide, the session is over. */
export function acceptSelection(session: EditSession, span: Span): void {
  const staged = stagedUnder(session, span);
  if (!staged) return;
  const next = acceptSpan(staged, span);
  session.setState(isAllAccepted(next) ? settle('accepted') : next);
}

export function pinSelection(session: EditSession, span: Span): void {
  const staged = stagedUnder(session, span);
  if (staged) session.setState(togglePins(staged, span));
}

/** Brings the original back where the selection touches a changed piece. */
export async function rejectSelection(session: EditSession, span: Span): Promise<void> {
  await session.services.binding.exclusively(session.document, () => restorePart(session, span));
}

async function restorePart(session: EditSession, span: Span): Promise<void> {
  const staged = stagedUnder(session, span);
  if (!staged) return;
  const edits = staged.holes.flatMap((hole) => rejectionOf(hole, span));
  // Not our own edit: the session takes it as the user's, which is what it is.
  const { binding, notify } = session.services;
  const outcome = await binding.write(session.document, edits, { owner: edits });
  if (outcome !== 'written') notify(notWritten(session.document.fileName));
  const { state } = session;
  if (state.kind === 'staged' && state.holes.every((hole) => hole.text === hole.original)) {
    session.setState(settle('rejected'));
  }
}

/** Denoises a part of the staged text again, both sides fixed. */
export async function remaskSelection(session: EditSession, spans: readonly Span[]): Promise<void> {
  const { state, services } = session;
  if (isRunning(state)) return services.notify(stillRunning(session.id), () => isRunning(session.state));
  if (state.kind !== 'staged') return;
  if (!spans.every((span) => holeAround(state, span))) return services.notify(selectionOutside());
  const strength = services.settings(session.document).remaskStrength;
  await session.redenoise(state, spans, { strength });
}

export async function remaskUncertain(session: EditSession): Promise<void> {
  const { state, services } = session;
  if (isRunning(state)) return services.notify(stillRunning(session.id), () => isRunning(session.state));
  if (state.kind !== 'staged') return;
  const spans = uncertainSpans(state, uncertainBelow(services.settings(session.document).thresholds));
  if (spans.length === 0) return services.notify(nothingUncertain());
  await session.redenoise(state, spans, { strength: undefined });
}

function stagedUnder(session: EditSession, span: Span): Staged | undefined {
  const { state, services } = session;
  if (isRunning(state)) services.notify(stillRunning(session.id), () => isRunning(session.state));
  else if (state.kind === 'staged' && state.holes.some((hole) => overlaps(hole.span, span))) return state;
  else services.notify(selectionOutside());
  return undefined;
}

function originalsOf(staged: Staged): readonly ContentChange[] {
  return staged.holes.map((hole) => ({ span: hole.span, text: hole.original }));
}

async function write(session: EditSession, edits: readonly ContentChange[]): Promise<boolean> {
  const changed = edits.filter(({ span, text }) => session.services.binding.textIn(session.document, span) !== text);
  const outcome = await session.services.binding.write(session.document, changed, { owner: session });
  if (outcome !== 'written') session.services.notify(notWritten(session.document.fileName));
  return outcome === 'written';
}
