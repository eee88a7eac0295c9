/** Shows a message of `messages.ts` and runs the action that the user picks. Never waits for the user. */
import * as vscode from 'vscode';
import type { Message } from './messages';

export type Notify = (message: Message) => void;

const SHOW = {
  info: vscode.window.showInformationMessage,
  warning: vscode.window.showWarningMessage,
  error: vscode.window.showErrorMessage,
} as const;

export function notify(message: Message): void {
  void show(message);
}

async function show({ severity, text, actions }: Message): Promise<void> {
  const picked = await SHOW[severity](text, ...actions.map(({ title }) => title));
  const action = actions.find(({ title }) => title === picked);
  if (action) await vscode.commands.executeCommand(action.command, action.argument);
}
