/** The log channel, as the `Logger` that everything else knows. */
import * as vscode from 'vscode';
import type { Logger } from './logger';

export interface LogChannel extends Logger, vscode.Disposable {
  show(): void;
}

export function createLog(): LogChannel {
  const channel = vscode.window.createOutputChannel('Remask', { log: true });
  return {
    info: (message) => channel.info(message),
    warn: (message) => channel.warn(message),
    error: (message) => channel.error(message),
    show: () => channel.show(true),
    dispose: () => channel.dispose(),
  };
}
