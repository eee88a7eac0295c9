/** *Add Model…*: choose a model, then bring it here with progress; cancelling pauses, adding it again goes on. */
import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ImportParams, ModelInfo } from '../../engine/protocol/messages';
import type { CommandContext, Handler } from '../commands/context';
import type { ImportHandle } from '../engine/client';
import { engineErrorOf } from '../engine/failure';
import { modelProblem } from '../messages/engine';
import { importFailed, importPaused, modelAdded } from '../messages/models';
import { chooseImport, type ImportChoice } from './chooseImport';
import { readHubToken } from './hubToken';
import { ImportBar } from './importBar';

/** With a choice as its argument it asks nothing: that is how messages go on. */
export function addModel(context: CommandContext): Handler {
  return async (argument) => {
    try {
      const choice = typeof argument === 'string' ? parseChoice(argument) : await chooseImport(context);
      if (choice) await bringWithProgress(context, choice);
    } catch (error) {
      context.notify(modelProblem(engineErrorOf(error).message));
    }
  };
}

async function bringWithProgress(context: CommandContext, choice: ImportChoice): Promise<void> {
  const title = l10n.t('Adding {model}', { model: choice.source });
  const location = vscode.ProgressLocation.Notification;
  const stop = new AbortController();
  try {
    const model = await vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
      token.onCancellationRequested(() => stop.abort());
      const bar = new ImportBar();
      return bring(context, choice, { signal: stop.signal, onProgress: (event) => progress.report(bar.advance(event)) });
    });
    context.notify(modelAdded(model.id, model.memoryBytes));
  } catch (error) {
    const again = JSON.stringify(choice);
    if (stop.signal.aborted) return context.notify(importPaused(choice.source, again));
    const { kind, message } = engineErrorOf(error);
    context.log.error(`adding ${choice.source}: ${message}`);
    context.notify(importFailed(kind, message, again));
  }
}

async function bring(
  context: CommandContext,
  choice: ImportChoice,
  handle: ImportHandle,
): Promise<ModelInfo> {
  const params = await importParams(context, choice);
  return context.models.run((client) => client.importModel(params, handle));
}

/** What the engine's process cannot read itself: settings of the editor and the secret store. */
async function importParams({ settings, secrets }: CommandContext, choice: ImportChoice): Promise<ImportParams> {
  const token = await readHubToken(secrets);
  const { hubEndpoint } = settings();
  const proxy = vscode.workspace.getConfiguration('http').get<string>('proxy');
  return {
    importId: randomUUID(),
    ...choice,
    ...(token !== undefined && { token }),
    ...(hubEndpoint !== '' && { endpoint: hubEndpoint }),
    ...(proxy && { proxy }),
  };
}

function parseChoice(argument: string): ImportChoice {
  return argument.startsWith('{') ? (JSON.parse(argument) as ImportChoice) : { source: argument };
}
