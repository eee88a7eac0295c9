/** *Select Model*: the models on this machine, to switch to or, if they were imported, to remove. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ModelInfo } from '../../engine/protocol/messages';
import type { CommandContext, Handler } from '../commands/context';
import { engineErrorOf } from '../engine/failure';
import { Command } from '../ids';
import { modelProblem } from '../messages/engine';
import { modelRemoved } from '../messages/models';
import { listModels } from './listModels';
import { writeModelSetting } from './modelSetting';
import { bytesText, factsText, purposeText } from './modelText';

interface ModelItem extends vscode.QuickPickItem {
  /** Absent for the entry that adds one. */
  readonly model?: ModelInfo;
}

/** With a model's id as its argument it switches without asking. */
export function selectModel(context: CommandContext): Handler {
  return async (argument) => {
    try {
      const models = await localModels(context);
      const named = models.find(({ id }) => id === argument);
      if (named) await use(named);
      else await offer(context, models);
    } catch (error) {
      context.notify(modelProblem(engineErrorOf(error).message));
    }
  };
}

/** Not from the supervised engine: its model may be the one that does not load. */
async function localModels(context: CommandContext): Promise<readonly ModelInfo[]> {
  const all = await listModels(context);
  return all.filter(({ source }) => source !== 'published');
}

async function offer(context: CommandContext, models: readonly ModelInfo[]): Promise<void> {
  const current = currentModel(context, models);
  const { picked, remove } = await ask(models.map((model) => itemOf(model, current)));
  if (remove) return removeAfterAsking(context, remove, remove.id === current);
  if (!picked) return;
  if (!picked.model) await vscode.commands.executeCommand(Command.addModel);
  else if (picked.model.id !== current) await use(picked.model);
}

interface Answer {
  readonly picked?: ModelItem;
  readonly remove?: ModelInfo;
}

function ask(items: readonly ModelItem[]): Promise<Answer> {
  const pick = vscode.window.createQuickPick<ModelItem>();
  pick.title = l10n.t('Model');
  pick.placeholder = l10n.t('Denoise with…');
  pick.matchOnDescription = pick.matchOnDetail = true;
  const add: ModelItem = { label: `$(add) ${l10n.t('Add Model…')}` };
  pick.items = [...items, { label: '', kind: vscode.QuickPickItemKind.Separator }, add];
  return new Promise((resolve) => {
    const end = (answer: Answer): void => {
      resolve(answer);
      pick.dispose();
    };
    pick.onDidAccept(() => end(pick.selectedItems[0] ? { picked: pick.selectedItems[0] } : {}));
    pick.onDidTriggerItemButton(({ item }) => end(item.model ? { remove: item.model } : {}));
    pick.onDidHide(() => end({}));
    pick.show();
  });
}

/** The model in use, or that will be: none loads before the first run. */
function currentModel({ engine, settings }: CommandContext, models: readonly ModelInfo[]): string | undefined {
  if (engine.state.kind === 'ready') return engine.state.info.model.id;
  return settings().model || models[0]?.id;
}

function itemOf(model: ModelInfo, current: string | undefined): ModelItem {
  const remove = { iconPath: new vscode.ThemeIcon('trash'), tooltip: l10n.t('Remove from this machine') };
  return {
    model,
    label: `${model.id === current ? '$(check) ' : ''}${model.id}`,
    description: factsText(model),
    detail: purposeText(model),
    ...(model.source === 'imported' && { buttons: [remove] }),
  };
}

/** The choice goes to the settings, and the engine starts again with it. */
async function use({ id, source }: ModelInfo): Promise<void> {
  await writeModelSetting(source === 'bundled' ? undefined : id);
}

async function removeAfterAsking(context: CommandContext, model: ModelInfo, isCurrent: boolean): Promise<void> {
  const sure = l10n.t('Remove');
  const question = l10n.t('Remove {model} from this machine?', { model: model.id });
  const detail = l10n.t('That frees {bytes}. It can be added again.', { bytes: bytesText(model.bytes) });
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, sure)) !== sure) return;
  if (isCurrent) await leave(context);
  await context.models.run((client) => client.removeModel(model.id));
  context.notify(modelRemoved(model.id));
}

/** Stops using the present model: the next run starts with the bundled one. */
async function leave({ engine }: CommandContext): Promise<void> {
  await engine.stop();
  await writeModelSetting(undefined);
}
