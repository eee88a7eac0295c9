/**
 * Shows a message of `messages/` and runs the action that the user picks. Never waits for the user. A message stays on
 * the screen until it is closed: what it offers to do to a session is done only while the message still `holds`.
 */
import * as vscode from 'vscode';
import type { Message } from './messages/message';

export type Notify = (message: Message, holds?: () => boolean) => void;

const SHOW = {
  info: vscode.window.showInformationMessage,
  warning: vscode.window.showWarningMessage,
  error: vscode.window.showErrorMessage,
} as const;

export function notify(message: Message, holds: () => boolean = () => true): void {
  void show(message, holds);
}

async function show({ severity, text, actions }: Message, holds: () => boolean): Promise<void> {
  const picked = await SHOW[severity](text, ...actions.map(({ title }) => title));
  const action = actions.find(({ title }) => title === picked);
  if (action && (action.argument === undefined || holds()))
    await vscode.commands.executeCommand(action.command, action.argument);
}
