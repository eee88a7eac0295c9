/** Saves a draft for a test task to read it, as far as that is no word of the user's. */
import { saveUndecided } from '../document/saving';
import type { SessionShell } from '../flow/sessionShell';
import type { SessionState } from '../session/state';
import type { Basis } from './restage';

/**
 * What the next draft is to be made for: the text as saving leaves it. A formatter has no say about drafts, and would
 * otherwise count as the user.
 */
export async function saveForTask(session: SessionShell, basis: Basis): Promise<Basis> {
  const { document, state: before } = session;
  const isSame = document.version === basis.version && before === basis.state;
  const isAlone = await saveUndecided(document);
  const { state } = session;
  const isUndecided = state.kind === 'staged' && decidedCells(state) === decidedCells(before);
  return isSame && isAlone && isUndecided ? { version: document.version, state } : basis;
}

function decidedCells(state: SessionState): number {
  if (state.kind !== 'staged') return 0;
  return state.holes.flatMap(({ cells }) => cells).filter(({ mark }) => mark !== 'open').length;
}
