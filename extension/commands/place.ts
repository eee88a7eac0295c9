/**
 * *Choose Where the Engine Runs*: with a remote workspace it may run there or on the user's own machine. VS Code decides
 * by its setting `remote.extensionKind`, which this command writes.
 */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { placeChosen, placeIsLocal } from '../messages/commands';
import type { Place } from '../place';
import type { CommandContext, Handler } from './context';

interface PlaceItem extends vscode.QuickPickItem {
  readonly kind: vscode.QuickPickItemKind.Default;
  readonly extensionKind: 'workspace' | 'ui';
}

export function choosePlace(context: CommandContext): Handler {
  return async () => {
    const { remoteName } = vscode.env;
    if (remoteName === undefined) return context.notify(placeIsLocal());
    const picked = await vscode.window.showQuickPick(itemsOf(context.place, remoteName), {
      title: l10n.t('Where the engine runs'),
      placeHolder: l10n.t('The model and its threads are there too'),
    });
    if (!picked) return;
    await remember(context.extension.id, picked.extensionKind);
    context.notify(placeChosen());
  };
}

function itemsOf(place: Place, remoteName: string): readonly PlaceItem[] {
  const present = (kind: Place['kind']) => (place.kind === kind ? { description: l10n.t('now') } : {});
  return [
    {
      kind: vscode.QuickPickItemKind.Default,
      label: l10n.t('With the Workspace ({0})', remoteName),
      detail: l10n.t('Files need not travel; its processor does the work'),
      extensionKind: 'workspace',
      ...present('remote'),
    },
    {
      kind: vscode.QuickPickItemKind.Default,
      label: l10n.t('On This Machine'),
      detail: l10n.t('The text of the files you edit travels here, as it does to the editor anyway'),
      extensionKind: 'ui',
      ...present('local'),
    },
  ];
}

async function remember(id: string, kind: PlaceItem['extensionKind']): Promise<void> {
  const remote = vscode.workspace.getConfiguration('remote');
  const others = remote.get<Readonly<Record<string, unknown>>>('extensionKind', {});
  await remote.update('extensionKind', { ...others, [id]: [kind] }, vscode.ConfigurationTarget.Global);
}
