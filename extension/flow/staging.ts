/**
 * Writes a session's draft into its document: checks that the text under it is still the hole's, makes one edit, and
 * tries again where the user typed in between. With auto save on, waits to be asked.
 */
import * as vscode from 'vscode';
import type { ResultCell } from '../../engine/protocol/messages';
import { lineEndingOf, textIn } from '../document/reading';
import { savesByItself } from '../document/saving';
import { autoSaveHolds, notWritten, textMoved } from '../messages/drafts';
import { applyEdits } from '../session/edits';
import { withLineEnding } from '../session/lineEndings';
import { planStage } from '../session/staging';
import { type Converged, isOpen, type OpenState } from '../session/state';
import { asItIs, converge, giveUp, hold, overGhost } from '../session/transitions';
import type { SessionShell } from './sessionShell';

/** Each attempt loses to one keystroke at most, and nobody types that many in a row between two of them. */
export const ATTEMPTS = 20;

/** A run has ended with these cells, one list per hole. */
export async function finishRun(session: SessionShell, cells: readonly (readonly ResultCell[])[]): Promise<void> {
  const { state } = session;
  if (isOpen(state)) await conclude(session, converge(state, cells));
}

/** Stops a run, or ends a broken one, with the draft as it is now. */
export async function keepDraft(session: SessionShell): Promise<void> {
  if (session.state.kind === 'converged') return writeDraft(session);
  const draft = asItIs(session.state);
  if (draft) await conclude(session, draft);
  else session.cancel();
}

/** The same for somebody who wants it in the text, whatever auto save does with it there. */
export async function writeAsItIs(session: SessionShell, options: WriteDraftOptions = {}): Promise<void> {
  const draft = asItIs(session.state);
  if (!draft) return session.cancel();
  session.setState(draft);
  await writeDraft(session, options);
}

/** Auto save would put it on disk before anybody has decided: then it waits. */
async function conclude(session: SessionShell, draft: Converged): Promise<void> {
  const { document, services } = session;
  const isHeld = savesByItself(document) && !services.settings(document).stageWithAutoSave;
  session.setState(isHeld ? hold(draft) : draft);
  if (!isHeld) return writeDraft(session);
  services.notify(autoSaveHolds(session.id), () => session.state.kind === 'converged');
}

/** The editor has inserted a ghost text itself: its masks go, and what remains is staged. */
export async function takeGhost(session: SessionShell, inserted: string): Promise<void> {
  const { state, document } = session;
  const hole = isOpen(state) ? state.holes[0] : undefined;
  if (!isOpen(state) || !hole) return;
  const { length } = withLineEnding([inserted], lineEndingOf(document)).join('');
  const span = { start: hole.span.start, end: hole.span.start + length };
  const after = document.getText();
  const before = applyEdits(after, [{ span, text: hole.text }]);
  session.services.binding.wrote(document, { before, after, joins: false });
  session.setState(overGhost(state, { span, text: textIn(document, span) }));
  await writeAsItIs(session, { joinPrevious: true });
}

export interface WriteDraftOptions {
  /** Makes the edit a part of the one before it on the undo stack. */
  readonly joinPrevious?: boolean;
}

/** Writes a converged draft. Whatever goes wrong, the draft stays on the screen and the document as it is. */
export async function writeDraft(session: SessionShell, options: WriteDraftOptions = {}): Promise<void> {
  const { document, services } = session;
  for (let i = 0; i < ATTEMPTS; i++) {
    const isOver = await services.binding.exclusively(document, () => writeOnce(session, options));
    if (isOver) return;
  }
  if (session.state.kind === 'converged') session.setState(hold(session.state));
  services.notify(notWritten(vscode.workspace.asRelativePath(document.uri)));
}

/** False if the edit did not go in and is worth another attempt. */
async function writeOnce(session: SessionShell, options: WriteDraftOptions): Promise<boolean> {
  const { state, document, services } = session;
  // Typing inside the hole has started the run again: the draft is no longer the one to write.
  if (state.kind !== 'converged') return true;
  if (!standsAsTracked(session, state)) {
    services.notify(textMoved());
    session.setState(giveUp(state));
    return true;
  }
  const { edits, staged } = planStage(state, state.cells, lineEndingOf(document));
  const stage = () => {
    session.stagings.add(staged);
    session.setState(staged);
  };
  const how = { ...options, owner: session, collapseSelections: true, onWritten: stage };
  const isWritten = (await services.binding.write(document, edits, how)) === 'written';
  // Without anything to change there was no event. A session that has ended meanwhile stays so.
  if (isWritten && session.state === state) stage();
  return isWritten && session.state.kind !== 'converged';
}

/** The last defence of the user's text: what we are about to replace is what we believe it to be. */
function standsAsTracked(session: SessionShell, state: OpenState): boolean {
  return state.holes.every((hole) => textIn(session.document, hole.span) === hole.text);
}
