/** Commands about the engine itself: restart, model, log, and the menu behind the status bar item. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ModelInfo } from '../../engine/protocol/messages';
import { engineErrorOf } from '../engine/failure';
import { Command, type CommandId, SECTION, Setting } from '../ids';
import { modelProblem } from '../messages';
import type { CommandContext, Handler } from './context';

export function restartEngine(context: CommandContext): Handler {
  return async () => {
    try {
      await withProgress(l10n.t('Remask: restarting the engine'), () => context.engine.restart());
    } catch (error) {
      context.notify(modelProblem(engineErrorOf(error).message));
    }
  };
}

/** Offers what the engine knows; the choice goes to the user's settings and the engine starts again with it. */
export function selectModel(context: CommandContext): Handler {
  return async () => {
    try {
      const client = await context.engine.ready();
      const current = context.engine.state.kind === 'ready' ? context.engine.state.info.model.id : undefined;
      const models = await client.models();
      const items = models.filter((model) => model.source !== 'published').map((model) => itemOf(model, current));
      const picked = await vscode.window.showQuickPick(items, {
        title: l10n.t('Model'),
        placeHolder: l10n.t('Denoise with…'),
      });
      if (!picked || picked.model.id === current) return;
      const value = picked.model.source === 'bundled' ? undefined : picked.model.id;
      const settings = vscode.workspace.getConfiguration(SECTION);
      await settings.update(Setting.model, value, vscode.ConfigurationTarget.Global);
    } catch (error) {
      context.notify(modelProblem(engineErrorOf(error).message));
    }
  };
}

interface ModelItem extends vscode.QuickPickItem {
  readonly model: ModelInfo;
}

function itemOf(model: ModelInfo, current: string | undefined): ModelItem {
  const millions = (model.parameters / 1e6).toFixed(1);
  const megabytes = Math.round(model.bytes / 1e6);
  return {
    model,
    label: `${model.id === current ? '$(check) ' : ''}${model.id}`,
    description: l10n.t('{source} · {millions} M parameters · {megabytes} MB · {licence}', {
      source: model.source,
      millions,
      megabytes,
      licence: model.licence,
    }),
    detail: model.description,
  };
}

interface MenuItem extends vscode.QuickPickItem {
  readonly command?: CommandId;
}

const MENU: readonly MenuItem[] = [
  { label: `$(sparkle) ${l10n.t('Infill at the Cursor or Selection')}`, command: Command.infill },
  { label: `$(refresh) ${l10n.t('Remask Selection')}`, command: Command.remaskSelection },
  { label: '', kind: vscode.QuickPickItemKind.Separator },
  { label: `$(layers) ${l10n.t('Select Model')}`, command: Command.selectModel },
  { label: `$(debug-restart) ${l10n.t('Restart Engine')}`, command: Command.restartEngine },
  { label: `$(output) ${l10n.t('Show Log')}`, command: Command.showLog },
  { label: `$(history) ${l10n.t('Recover an Original')}`, command: Command.recoverOriginal },
  { label: `$(remote) ${l10n.t('Choose Where the Engine Runs')}`, command: Command.choosePlace },
  { label: `$(report) ${l10n.t('Copy Report')}`, command: Command.copyReport },
];

export function showMenu(): Handler {
  return async () => {
    const picked = await vscode.window.showQuickPick(MENU, { title: 'Remask' });
    if (picked?.command) await vscode.commands.executeCommand(picked.command);
  };
}

function withProgress<T>(title: string, act: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, act);
}
