/** Every model that there is to know of. A process must start for that: meanwhile the status bar says so. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ModelInfo } from '../../engine/protocol/messages';
import type { CommandContext } from '../commands/context';

/** Rejects with an `EngineError`. */
export function listModels({ models }: CommandContext): Thenable<readonly ModelInfo[]> {
  const options = { location: vscode.ProgressLocation.Window, title: l10n.t('Remask: listing models') };
  return vscode.window.withProgress(options, () => models.run((client) => client.models()));
}
