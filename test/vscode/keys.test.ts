/** Our default keys beside the host's own: no chord of ours means something else already. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Binding {
  readonly key: string;
  readonly command: string;
}

suite('default keys', () => {
  test('the chords that start an edit are free in this VS Code', async () => {
    const uri = vscode.Uri.parse('vscode://defaultsettings/keybindings.json');
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    const bindings = [...text.matchAll(/"key":\s*"([^"]+)"[^}]*?"command":\s*"([^"]+)"/g)].map(
      ([, key = '', command = '']): Binding => ({ key, command }),
    );
    assert.ok(bindings.length > 300, `read only ${bindings.length} default keys`);
    const ours = bindings.filter(({ command }) => command.startsWith('remask.'));
    const chords = new Set(ours.map(({ key }) => key).filter((key) => key.includes(' ')));
    assert.ok(chords.size > 0, 'no chord of ours is known to the host');
    const clashes = bindings.filter(({ key, command }) => chords.has(key) && !command.startsWith('remask.'));
    assert.deepEqual(clashes, []);
  });
});
