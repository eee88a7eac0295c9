/**
 * The extension as VS Code sees it: it is found, it activates, and the commands it registers are those it declares.
 */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

const EXTENSION_ID = 'remask.remask';

interface DeclaredCommand {
  readonly command: string;
}

function remask(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension(EXTENSION_ID);
  assert.ok(extension, `${EXTENSION_ID} is not installed in this host`);
  return extension;
}

suite('extension', () => {
  test('activates', async () => {
    const extension = remask();
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  test('registers exactly the commands that its manifest declares', async () => {
    const extension = remask();
    await extension.activate();
    const manifest: { contributes?: { commands?: readonly DeclaredCommand[] } } = extension.packageJSON;
    const declared = (manifest.contributes?.commands ?? []).map(({ command }) => command);
    const registered = await vscode.commands.getCommands(true);
    assert.ok(declared.length > 0, 'the manifest declares no commands');
    assert.deepEqual(registered.filter((command) => command.startsWith('remask.')).sort(), declared.sort());
  });
});
