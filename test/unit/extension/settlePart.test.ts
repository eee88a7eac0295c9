/** Accepting and pinning a part of staged text while something else is being written into the document. */
import { describe, expect, test } from 'vitest';
import type { EditSession } from '../../../extension/flow/editSession';
import { acceptSelection, pinSelection } from '../../../extension/flow/settlePart';
import { Stagings } from '../../../extension/flow/stagings';
import { WaitingPieces } from '../../../extension/flow/waitingPieces';
import { rebaseSession } from '../../../extension/session/rebaseSession';
import type { SessionState } from '../../../extension/session/state';
import { change, span, staged, stagedHole } from './builders';

/** `let b = 2` where `let a = 1` stood, with a queue that lets nobody through until it is told to. */
function waitingSession() {
  let release: () => void = () => undefined;
  const written = new Promise<void>((resolve) => (release = resolve));
  const said: unknown[] = [];
  const hole = stagedHole(10, 'let a = 1', [
    ['let', 0.9],
    [' b', 0.9],
    [' =', 0.9],
    [' 2', 0.9],
  ]);
  const session = {
    state: staged(hole) as SessionState,
    stagings: new Stagings(),
    waiting: new WaitingPieces(),
    services: {
      binding: { exclusively: (_: unknown, act: () => Promise<void>) => written.then(act) },
      notify: (message: unknown) => said.push(message),
    },
    setState: (state: SessionState) => void (session.state = state),
  };
  const edit = (...changes: Parameters<typeof rebaseSession>[1]) => {
    session.waiting.documentChanged(changes);
    const { state } = session;
    if (state.kind === 'staged') session.state = rebaseSession(state, changes).state;
  };
  return { session: session as unknown as EditSession & { state: SessionState }, release, edit, said };
}

const marks = ({ state }: EditSession): string => {
  if (state.kind !== 'staged') return state.kind;
  const cells = state.holes.flatMap((hole) => hole.cells);
  return cells
    .filter(({ mark }) => mark !== 'open')
    .map(({ mark, span: { start } }) => `${mark}@${start}`)
    .join();
};

describe('a part that is settled while something is being written', () => {
  test('waits for that, and is settled where it is by then', async () => {
    const { session, release, edit } = waitingSession();
    const [accepted, pinned] = [acceptSelection(session, span(14, 15)), pinSelection(session, span(18, 19))];
    expect(marks(session)).toBe('');
    edit(change(0, 0, '!!'));
    release();
    await Promise.all([accepted, pinned]);
    expect(marks(session)).toBe('accepted@15,pinned@19');
  });

  test('is not settled once it is another text', async () => {
    const { session, release, edit } = waitingSession();
    const accepted = acceptSelection(session, span(14, 15));
    edit(change(14, 15, 'c'));
    release();
    await accepted;
    expect(marks(session)).toBe('');
  });

  test('is not settled once the session is over; outside of it nothing waits', async () => {
    const { session, release, said } = waitingSession();
    await acceptSelection(session, span(0, 5));
    expect(said).toHaveLength(1);
    const accepted = acceptSelection(session, span(14, 15));
    session.state = { kind: 'settled', outcome: 'rejected' };
    release();
    await accepted;
    expect(marks(session)).toBe('settled');
  });
});
