/** Commands about the passes of a run that is over: look at one, step, go on from one. The document is not touched. */
import { allDecided, noPasses } from '../messages/commands';
import { branchFrom, hasOpenCells, recordsOf, stepPass, viewPass } from '../session/viewing';
import type { EditSession } from './editSession';

export function showPass(session: EditSession, pass: number): void {
  session.setState(viewPass(session.state, pass));
}

export function step(session: EditSession, by: 1 | -1): void {
  if (recordsOf(session.state).length < 2) return session.services.notify(noPasses());
  session.setState(stepPass(session.state, by));
}

/** Back to the text as it stands. */
export function leavePasses(session: EditSession): void {
  if (session.state.kind === 'viewing') session.cancel();
}

/** Keeps what is decided at the pass shown, and denoises the rest with another seed. */
export async function branchHere(session: EditSession): Promise<void> {
  const { state } = session;
  if (state.kind !== 'viewing') return;
  if (!hasOpenCells(state)) return session.services.notify(allDecided());
  session.runs.another();
  await session.runs.begin(branchFrom(state));
}
