import { stillRunning } from '../messages/commands';
import { isRunning } from '../session/state';
import type { EditSession } from './editSession';

/** True while the session's run is under way, which the user is told: for what has to wait until it is over. */
export function tellIfRunning(session: EditSession): boolean {
  const { state, services, id } = session;
  if (isRunning(state)) services.notify(stillRunning(id), () => isRunning(session.state));
  return isRunning(state);
}
