/** An edit that another extension or an agent starts: the user sees and decides it like one of their own. */
import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors';
import type { EditOptions, SessionSnapshot } from '../api';
import { spanOf } from '../document/reading';
import { obstacleOf } from '../document/limits';
import type { EditSession } from '../flow/editSession';
import type { Sessions } from '../flow/sessions';
import { isRunning } from '../session/state';
import { snapshotOf } from '../snapshot';
import { inOrder } from './propose';

export async function startEdit(
  sessions: Sessions,
  document: vscode.TextDocument,
  ranges: readonly vscode.Range[],
  { strength, instruction }: EditOptions = {},
): Promise<SessionSnapshot> {
  const spans = inOrder(document, ranges).map((range) => spanOf(document, range));
  // Unlike the user's own commands, nobody but the user may settle what they have not decided yet.
  if (spans.some((span) => sessions.touching(document, span).length > 0)) {
    throw new EngineError('input', l10n.t('An edit that the user has not decided yet is in the way: wait for it.'));
  }
  const session = sessions.open(document, spans, { strength, instruction });
  const obstacle = await obstacleOf(document);
  if (obstacle) {
    session.cancel();
    throw new EngineError('input', obstacle.text);
  }
  if (isRunning(session.state)) await session.runs.start();
  await untilOver(sessions, session);
  return snapshotOf(session);
}

/** A run that the user's typing has outdated is followed by another one. */
function untilOver(sessions: Sessions, session: EditSession): Promise<void> {
  if (!isRunning(session.state)) return Promise.resolve();
  return new Promise((resolve) => {
    const subscription = sessions.onDidChange((changed) => {
      if (changed !== session || isRunning(session.state)) return;
      subscription.dispose();
      resolve();
    });
  });
}
