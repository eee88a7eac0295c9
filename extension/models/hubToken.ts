/** The user's token for the Hugging Face hub: in VS Code's secret store, never in a setting. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { CommandContext, Handler } from '../commands/context';
import { Command } from '../ids';
import { tokenRemoved, tokenStored } from '../messages/models';

const KEY = 'hubToken';

export function readHubToken(secrets: vscode.SecretStorage): Thenable<string | undefined> {
  return secrets.get(KEY);
}

/** An empty answer forgets the token. The argument is an import to go on with. */
export function setHubToken({ secrets, notify }: CommandContext): Handler {
  return async (argument) => {
    const answer = await vscode.window.showInputBox({
      title: l10n.t('Hugging Face Token'),
      prompt: l10n.t('For gated and private models; make one at huggingface.co/settings/tokens. Leave empty to forget it.'),
      password: true,
      ignoreFocusOut: true,
    });
    if (answer === undefined) return;
    const token = answer.trim();
    if (token === '') await secrets.delete(KEY);
    else await secrets.store(KEY, token);
    if (typeof argument === 'string') await vscode.commands.executeCommand(Command.addModel, argument);
    else notify(token === '' ? tokenRemoved() : tokenStored());
  };
}
