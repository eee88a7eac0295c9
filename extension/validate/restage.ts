/** Puts another draft in place of a session's staged text. All that one validation writes is one step for undo. */
import type { Draft } from '../../engine/validate/rounds/draft';
import { editBetween } from '../../engine/validate/rounds/patch';
import type { SessionShell } from '../flow/sessionShell';
import type { SessionState } from '../session/state';
import { stagedAs } from './stagedDraft';

/** What a draft is made for: with any other text or other decisions, somebody else has the word. */
export interface Basis {
  /** Of the document. */
  readonly version: number;
  readonly state: SessionState;
}

export interface RestageOptions {
  readonly basis: Basis;
  readonly joinPrevious: boolean;
}

/** What the next draft is to be made for; `undefined` if the document or the session has moved on, or the edit did not go in. */
export async function restage(
  session: SessionShell,
  draft: Draft,
  { basis: { version, state: before }, joinPrevious }: RestageOptions,
): Promise<Basis | undefined> {
  const { document, services } = session;
  return services.binding.exclusively(document, async () => {
    const { state } = session;
    if (state.kind !== 'staged' || state !== before || document.version !== version) return undefined;
    const edit = editBetween(document.getText(), draft.text);
    const staged = stagedAs(state, draft);
    const onWritten = () => {
      session.stagings.add(staged);
      session.setState(staged);
    };
    const options = { owner: session, joinPrevious, staysOpen: true, onWritten };
    const isWritten = (await services.binding.write(document, [edit], options)) === 'written';
    return isWritten && document.version === version + 1 ? { version: version + 1, state: staged } : undefined;
  });
}
