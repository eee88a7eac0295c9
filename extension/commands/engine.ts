/** Commands about the engine itself. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { engineErrorOf } from '../engine/failure';
import { modelProblem } from '../messages/engine';
import type { CommandContext, Handler } from './context';

/** A restart may be too quick for its progress to be seen. */
const SAID_FOR_MS = 4000;

export function restartEngine(context: CommandContext): Handler {
  return async () => {
    try {
      await withProgress(l10n.t('Remask: restarting the engine'), () => context.engine.restart());
      vscode.window.setStatusBarMessage(l10n.t('Remask: the engine is running again'), SAID_FOR_MS);
    } catch (error) {
      context.notify(modelProblem(engineErrorOf(error).message));
    }
  };
}

function withProgress<T>(title: string, act: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, act);
}
