/** Puts another draft in place of a session's staged text. All that one validation writes is one step for undo. */
import type { Draft } from '../../engine/validate/rounds/draft';
import { editBetween } from '../../engine/validate/rounds/patch';
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
    const { onTop } = session.undo;
    const count = onTop === undefined || joinPrevious ? onTop : onTop + 1;
    const staged = stagedAs(state, draft);
    const onWritten = () => {
      session.undo.wroteStaging(staged, count);
      session.setState(staged);
    };
    const options = { owner: session, joinPrevious, staysOpen: true, onWritten };
    const isWritten = (await services.binding.write(document, [edit], options)) === 'written';
    return isWritten && document.version === version + 1;
  });
}
