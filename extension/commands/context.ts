/** What every command handler gets, and how it finds the session it is about. */
import type { Memento, SecretStorage, Uri } from 'vscode';
import type { ContextView } from '../ask/contextView';
import type { EditSession } from '../flow/editSession';
import { focusOf } from '../flow/focus';
import type { Services } from '../flow/services';
import type { Sessions } from '../flow/sessions';
import type { ModelManagement } from '../models/management';
import type { TokenScores } from '../flow/tokenScores';
import { noSession } from '../messages/commands';
import type { Validations } from '../validate/validations';
import type { Originals } from '../render/originals';
import type { Place } from '../place';
import { isLive } from '../session/state';

/** The extension itself, as its manifest has it. */
export interface ExtensionFacts {
  readonly id: string;
  readonly version: string;
  /** Where it is installed. */
  readonly folder: Uri;
}

export interface CommandContext extends Services {
  readonly sessions: Sessions;
  readonly models: ModelManagement;
  readonly secrets: SecretStorage;
  readonly workspaceState: Memento;
  readonly scores: TokenScores;
  readonly validations: Validations;
  readonly contextView: ContextView;
  readonly originals: Originals;
  readonly showLog: () => void;
  readonly extension: ExtensionFacts;
  readonly place: Place;
}

export type Handler = (argument: unknown) => Promise<void> | void;

/** The session that a lens or a message names, else the one at the cursor. */
function sessionFor(context: CommandContext, argument: unknown): EditSession | undefined {
  const named = typeof argument === 'string' ? context.sessions.byId(argument) : undefined;
  return named ?? focusOf(context.sessions)?.session;
}

/** A handler for the session meant; says so if there is none. Once that is over, nothing is left of it. */
export function onSession(context: CommandContext, act: (session: EditSession) => Promise<void> | void): Handler {
  return async (argument) => {
    const session = sessionFor(context, argument);
    if (!session) return context.notify(noSession());
    await act(session);
    if (!isLive(session.state)) await context.originals.closeDiff(session);
  };
}
