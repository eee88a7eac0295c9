/** Activation: makes the parts and hands them to one another. Nothing else happens here. */
import './l10n';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RemaskApi } from './api';
import type { CommandContext } from './commands/context';
import { registerCommands } from './commands/register';
import { ContextKeys } from './contextKeys';
import { DocumentBinding } from './document/binding';
import { CrashJournal } from './document/journal';
import { DocumentSync } from './document/sync';
import { Warming } from './document/warming';
import { createEngineHost } from './engineHost';
import type { EditSession } from './flow/editSession';
import { Sessions } from './flow/sessions';
import type { Services } from './flow/services';
import { createLog } from './log';
import { engineRestarts, originalsLeft } from './messages';
import { notify } from './notify';
import { SessionLenses } from './render/codeLens';
import { Decorator } from './render/decorator';
import { GhostText } from './render/ghost';
import { TokenHover } from './render/hover';
import { StatusBar } from './render/statusBar';
import { isRunning } from './session/state';
import { readSettings } from './settings';
import { snapshotOf } from './snapshot';

export function activate(context: vscode.ExtensionContext): RemaskApi {
  const log = createLog();
  const host = createEngineHost(context, log);
  const engine = host.supervisor;
  const services: Services = {
    engine,
    sync: new DocumentSync(),
    binding: new DocumentBinding(),
    journal: new CrashJournal(context.globalStorageUri, log),
    settings: readSettings,
    notify,
    log,
  };
  const sessions = new Sessions(services);
  const ghost = new GhostText(sessions, readSettings);
  const isGhost = (session: EditSession) => ghost.isGhost(session);
  const decorator = new Decorator(sessions, readSettings, isGhost);
  const isBusy = () => sessions.all.some((session) => isRunning(session.state));
  const warming = new Warming(engine, services.sync, isBusy, log);
  const statusBar = new StatusBar(sessions, () => engine.state, placeOf());
  const commands: CommandContext = { ...services, sessions, showLog: () => log.show() };
  const snapshots = new vscode.EventEmitter<ReturnType<typeof snapshotOf>>();
  context.subscriptions.push(
    registerCommands(commands),
    new ContextKeys(sessions, readSettings, isGhost),
    new SessionLenses(sessions, readSettings),
    new TokenHover(sessions),
    sessions.onDidChange((session) => snapshots.fire(snapshotOf(session))),
    host.onDidChangeState((state) => {
      statusBar.update();
      if (state.kind === 'ready') warming.later();
      // A run that it took down says so itself.
      if (state.kind === 'waiting' && !isBusy()) notify(engineRestarts(state.reason));
    }),
    ...[statusBar, warming, decorator, ghost, sessions, services.sync, host, snapshots, log],
  );
  void announceLeftovers(services.journal);
  return {
    sessions: () => sessions.all.map(snapshotOf),
    onDidChangeSession: snapshots.event,
    engine: () => engine.state,
    frame: (document) => decorator.lastFrame(document),
  };
}

async function announceLeftovers(journal: CrashJournal): Promise<void> {
  const leftovers = await journal.leftovers();
  if (leftovers.length > 0) notify(originalsLeft(leftovers.length));
}

/** Where the engine runs: over SSH, in a container or WSL it is with the workspace, not on this machine. */
function placeOf(): string {
  const { remoteName } = vscode.env;
  return remoteName === undefined ? l10n.t('on this machine') : l10n.t('on the remote ({0})', remoteName);
}
