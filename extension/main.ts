/** Activation: makes the parts and hands them to one another. Nothing else happens here. */
import './l10n';
import { setTimeout as pause } from 'node:timers/promises';
import type * as vscode from 'vscode';
import { ContextView } from './ask/contextView';
import { relatedTo } from './ask/related';
import type { CommandContext, ExtensionFacts } from './commands/context';
import { leftoversHere } from './commands/recover';
import { registerCommands } from './commands/register';
import { ContextKeys } from './contextKeys';
import { DocumentBinding } from './document/binding';
import { CrashJournal } from './document/journal';
import { ProjectNaming } from './document/projectNaming';
import { DocumentSync } from './document/sync';
import { Warming } from './document/warming';
import { createEngineHost } from './engineHost';
import type { EditSession } from './flow/editSession';
import { Sessions } from './flow/sessions';
import type { Services } from './flow/services';
import { TokenScores } from './flow/tokenScores';
import type { InnerApi } from './innerApi';
import { registerInfillTool } from './integrate/infillTool';
import { PublicApi } from './integrate/publicApi';
import { createLog } from './log';
import { originalsLeft } from './messages/drafts';
import { engineRestarts } from './messages/engine';
import { ModelManagement } from './models/management';
import { notify } from './notify';
import { placeOf } from './place';
import { Announcer } from './render/announcer';
import { SessionLenses } from './render/codeLens';
import { Decorator } from './render/decorator';
import { GhostText } from './render/ghost';
import { TokenHover } from './render/hover';
import { Originals } from './render/originals';
import { StatusBar } from './render/statusBar';
import { RunLog } from './report/runLog';
import { isRunning } from './session/state';
import { readSettings } from './settings';
import { Validations } from './validate/validations';

export function activate(context: vscode.ExtensionContext): InnerApi {
  const log = createLog();
  const host = createEngineHost(context, log);
  const engine = host.supervisor;
  const sync = new DocumentSync();
  const project = new ProjectNaming({ engine, sync, settings: readSettings, log });
  const services = servicesOf(context, { engine, sync, project, log });
  const sessions = new Sessions(services);
  const scores = new TokenScores(services);
  const validations = new Validations(services, sessions);
  const contextView = new ContextView();
  const originals = new Originals(sessions);
  const ghost = new GhostText(sessions, readSettings);
  const isGhost = (session: EditSession) => ghost.isGhost(session);
  const decorator = new Decorator({ sessions, scores }, services.binding, readSettings, isGhost);
  const isBusy = () => sessions.all.some((session) => isRunning(session.state));
  const warming = new Warming(engine, sync, isBusy, log);
  const place = placeOf(context.extension);
  const statusBar = new StatusBar(sessions, { validations, scores, settings: readSettings, engine, place });
  const commands: CommandContext = {
    ...services,
    sessions,
    models: new ModelManagement(host.launch),
    secrets: context.secrets,
    workspaceState: context.workspaceState,
    scores,
    validations,
    contextView,
    originals,
    showLog: () => log.show(),
    extension: factsOf(context),
    place,
  };
  const api = new PublicApi(services, sessions, host.onDidChangeState);
  context.subscriptions.push(
    registerCommands(commands),
    new ContextKeys({ sessions, scores }, host, readSettings, isGhost),
    new SessionLenses(sessions, { validations, settings: readSettings }),
    new TokenHover(sessions, scores),
    new Announcer(sessions, readSettings, notify),
    registerInfillTool(api),
    warming.onDidWarm(({ client, document }) => void project.name(client, document)),
    project.onDidSettle(() => warming.later()),
    host.onDidChangeState((state) => {
      statusBar.update();
      if (state.kind === 'ready') warming.later();
      if (state.kind === 'stopped') scores.engineStopped();
      // A run that it took down says so itself.
      if (state.kind === 'waiting' && !isBusy()) notify(engineRestarts(state.reason));
    }),
    ...[statusBar, project, warming, decorator, ghost, originals, scores, validations, contextView],
    ...[sessions, sync, services.binding, host, api, log],
  );
  void announceLeftovers(services.journal);
  const frame = (document: vscode.TextDocument) => decorator.lastFrame(document);
  return Object.assign(api, { frame, onDidDraw: decorator.onDidDraw });
}

type FirstParts = Pick<Services, 'engine' | 'sync' | 'log'> & { readonly project: ProjectNaming };

function servicesOf(context: vscode.ExtensionContext, { engine, sync, project, log }: FirstParts): Services {
  return {
    engine,
    sync,
    binding: new DocumentBinding(),
    journal: new CrashJournal(context.globalStorageUri, log),
    settings: readSettings,
    project: (client, document) => project.nameInTime(client, document),
    related: (document) => relatedTo(document, readSettings(document)),
    notify,
    runs: new RunLog(),
    log,
  };
}

function factsOf({ extension }: vscode.ExtensionContext): ExtensionFacts {
  const { version }: { version: string } = extension.packageJSON;
  return { id: extension.id, version, folder: extension.extensionUri };
}

/** The extension host of a window that was reloaded may live on for some seconds beside its successor. */
async function announceLeftovers(journal: CrashJournal): Promise<void> {
  for (const seconds of [0, 5, 15]) {
    await pause(1000 * seconds);
    const leftovers = leftoversHere(await journal.leftovers());
    if (leftovers.length > 0) return notify(originalsLeft(leftovers.length));
  }
}
