import * as vscode from 'vscode';
import { SECTION, Setting } from '../ids';

/**
 * Names the model to use, `undefined` for the bundled one, where that takes effect: in the workspace's settings if those
 * name one already, which goes before what the user's say.
 */
export async function writeModelSetting(id: string | undefined): Promise<void> {
  const section = vscode.workspace.getConfiguration(SECTION);
  const ofWorkspace = section.inspect<string>(Setting.model)?.workspaceValue;
  // What an untrusted workspace names is not in force.
  const workspaceDecides = ofWorkspace !== undefined && section.get(Setting.model) === ofWorkspace;
  await (workspaceDecides
    ? section.update(Setting.model, id ?? '', vscode.ConfigurationTarget.Workspace)
    : section.update(Setting.model, id, vscode.ConfigurationTarget.Global));
}
