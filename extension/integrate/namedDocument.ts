/** The document that an agent names. Only what the user has opened, themselves or with the workspace, is open to it. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors';

/** `name` is a path relative to a workspace folder, an absolute path, or a URI. */
export async function documentNamed(name: string): Promise<vscode.TextDocument> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => [uri.toString(), uri.fsPath, uri.path].includes(name));
  if (open) return open;
  const uri = await inWorkspace(name);
  if (uri) return vscode.workspace.openTextDocument(uri);
  throw new EngineError(
    'input',
    l10n.t('{name} is neither open nor a file of this workspace: name it relative to a workspace folder.', { name }),
  );
}

async function inWorkspace(name: string): Promise<vscode.Uri | undefined> {
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    for (const uri of candidates(folder.uri, name)) {
      if (vscode.workspace.getWorkspaceFolder(uri) && (await exists(uri))) return uri;
    }
  }
  return undefined;
}

function candidates(folder: vscode.Uri, name: string): readonly vscode.Uri[] {
  if (/^[a-z][\w+.-]+:\/\//i.test(name)) return [vscode.Uri.parse(name)];
  const path = name.replaceAll('\\', '/');
  return [vscode.Uri.joinPath(folder, path), folder.with({ path: path.startsWith('/') ? path : `/${path}` })];
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
