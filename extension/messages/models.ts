/** Models that come and go, and the token that some of them need. */
import * as l10n from '@vscode/l10n';
import type { EngineErrorKind } from '../../engine/protocol/messages';
import { Command } from '../ids';
import { error, info, type Message, PICK_MODEL, SHOW_LOG } from './message';

export function modelAdded(id: string, memoryBytes: number): Message {
  const memory = (memoryBytes / 1e9).toFixed(1);
  return info(l10n.t('{id} is here. It takes about {memory} GB of memory.', { id, memory }), {
    title: l10n.t('Use It'),
    command: Command.selectModel,
    argument: id,
  });
}

export function modelRemoved(id: string): Message {
  return info(l10n.t('{id} was removed from this machine.', { id }), PICK_MODEL);
}

/** The user stopped an import; `again` is what starts it again. */
export function importPaused(source: string, again: string): Message {
  return info(l10n.t('Adding {source} was stopped. What was downloaded is kept.', { source }), {
    title: l10n.t('Go On'),
    command: Command.addModel,
    argument: again,
  });
}

/** The engine's reason says what to do; the actions are that, where the editor can do it. */
export function importFailed(kind: EngineErrorKind, reason: string, again: string): Message {
  const token = { title: l10n.t('Set Token'), command: Command.setHubToken, argument: again };
  const retry = { title: l10n.t('Try Again'), command: Command.addModel, argument: again };
  const other = { title: l10n.t('Add Another Model'), command: Command.addModel };
  switch (kind) {
    case 'access':
      return error(reason, token, retry);
    case 'input':
    case 'model':
      return error(reason, other, SHOW_LOG);
    default:
      return error(reason, retry, SHOW_LOG);
  }
}

export function tokenStored(): Message {
  return info(l10n.t('The token is kept secret; only the hub gets it.'));
}

export function tokenRemoved(): Message {
  return info(l10n.t('The token was forgotten.'));
}
