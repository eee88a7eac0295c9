/** Commands about the engine itself. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { engineErrorOf } from '../engine/failure';
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

function withProgress<T>(title: string, act: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, act);
}
