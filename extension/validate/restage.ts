/** Puts another draft in place of a session's staged text. All that one validation writes is one step for undo. */
import type { Draft } from '../../engine/validate/rounds/draft';
import { editBetween } from '../../engine/validate/rounds/patch';
import { countOnTop } from '../flow/staging';
import type { SessionShell } from '../flow/sessionShell';
import { stagedAs } from './stagedDraft';

export interface RestageOptions {
  /** The document's version that the draft was made for: at any other, somebody else has the word. */
  readonly version: number;
  readonly joinPrevious: boolean;
}

/** False if the document or the session has moved on, or the edit did not go in. */
export async function restage(
  session: SessionShell,
  draft: Draft,
  { version, joinPrevious }: RestageOptions,
): Promise<boolean> {
  const { document, services } = session;
  return services.binding.exclusively(document, async () => {
    const { state } = session;
    if (state.kind !== 'staged' || document.version !== version) return false;
    const edit = editBetween(document.getText(), draft.text);
    const onTop = countOnTop(session);
    const staged = stagedAs(state, draft);
    const count = onTop === undefined ? undefined : onTop + (joinPrevious ? 0 : 1);
    // At the edit's own change event: what the user types right after it then moves the new state, not the old one.
    session.onWritten = () => {
      session.onWritten = undefined;
      session.undoable = count === undefined ? undefined : { count, version: document.version };
      session.snapshots = [...session.snapshots, { staged, edits: count ?? 0 }];
      session.setState(staged);
    };
    const options = { owner: session, joinPrevious, staysOpen: true };
    const isWritten = (await services.binding.write(document, [edit], options)) === 'written';
    session.onWritten = undefined;
    return isWritten && document.version === version + 1;
  });
}
