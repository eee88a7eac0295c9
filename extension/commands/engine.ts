/** Commands about the engine itself: restart, and the menu behind the status bar item. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { engineErrorOf } from '../engine/failure';
import { Command, type CommandId } from '../ids';
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

interface MenuItem extends vscode.QuickPickItem {
  readonly command?: CommandId;
}

const MENU: readonly MenuItem[] = [
  { label: `$(sparkle) ${l10n.t('Infill at the Cursor or Selection')}`, command: Command.infill },
  { label: `$(refresh) ${l10n.t('Remask Selection')}`, command: Command.remaskSelection },
  { label: '', kind: vscode.QuickPickItemKind.Separator },
  { label: `$(layers) ${l10n.t('Select Model')}`, command: Command.selectModel },
  { label: `$(add) ${l10n.t('Add Model…')}`, command: Command.addModel },
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
