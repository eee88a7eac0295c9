/**
 * Where the extension runs, and the engine with it: over SSH, in a container or WSL with the workspace, unless the user's
 * `remote.extensionKind` keeps it on their own machine.
 */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

export type Place =
  | { readonly kind: 'local' }
  /** With the workspace, on the machine that VS Code calls so. */
  | { readonly kind: 'remote'; readonly name: string };

export function placeOf(extension: vscode.Extension<unknown>): Place {
  const { remoteName } = vscode.env;
  const isHere = remoteName === undefined || extension.extensionKind === vscode.ExtensionKind.UI;
  return isHere ? { kind: 'local' } : { kind: 'remote', name: remoteName };
}

export function describePlace(place: Place): string {
  return place.kind === 'local' ? l10n.t('on this machine') : l10n.t('on the remote ({0})', place.name);
}
