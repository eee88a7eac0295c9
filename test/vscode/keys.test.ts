/** Our default keys beside the host's own: no chord of ours means something else already. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Binding {
  readonly key: string;
  readonly command: string;
}

suite('default keys', () => {
  /** Keys that mean something else as well, which ours take over only where there is something to decide. */
  const SHARED = ['ctrl+enter', 'ctrl+shift+backspace', 'escape'];

  test('are free in this VS Code, but for those that stand aside', async () => {
    const uri = vscode.Uri.parse('vscode://defaultsettings/keybindings.json');
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    const bindings = [...text.matchAll(/"key":\s*"([^"]+)"[^}]*?"command":\s*"([^"]+)"/g)].map(
      ([, key = '', command = '']): Binding => ({ key, command }),
    );
    assert.ok(bindings.length > 300, `read only ${bindings.length} default keys`);
    const ours = bindings.filter(({ command }) => command.startsWith('remask.'));
    const keys = new Set(ours.map(({ key }) => key).filter((key) => !SHARED.includes(key)));
    assert.ok(keys.size > 10, `only ${keys.size} keys of ours are known to the host`);
    const clashes = bindings.filter(({ key, command }) => keys.has(key) && !command.startsWith('remask.'));
    assert.deepEqual(clashes, []);
  });
});
