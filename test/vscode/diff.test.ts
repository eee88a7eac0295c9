/** *Show Diff*: what it shows, and when it closes by itself; on a scripted engine. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Command, SECTION, Setting } from '../../extension/ids';
import { openText, putCursorAfter, select } from './support/editors';
import { inState, noSession, run } from './support/remask';
import { until } from './support/until';
import { useFakeEngine } from './support/useFakeEngine';

const SOURCE = 'head\n  const one = alpha;\n  const two = beta;\ntail\n';
const BODY = '  const one = alpha;\n  const two = beta;';
const FILLED = '  const uno = alpha;\n  const dos = beta;';
const RESULT = SOURCE.replace(BODY, FILLED);

suite('the diff of an edit', () => {
  const engine = useFakeEngine();

  async function staged(): Promise<vscode.TextEditor> {
    engine.play({ texts: [FILLED] });
    const editor = await openText(SOURCE, 'txt');
    select(editor, BODY);
    await run(Command.infill);
    await inState(editor.document, 'staged');
    return editor;
  }

  function diffs(): number {
    const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
    return inputs.filter((input) => input instanceof vscode.TabInputTextDiff).length;
  }

  test('shows the original beside the staged text', async () => {
    const { document } = await staged();
    await run(Command.showDiff);
    const original = await until('the original is open', () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'remask-text' && uri.path === document.uri.path),
    );
    await until('it has its text', () => original.getText() === SOURCE);
    assert.equal(document.getText(), RESULT);
  });

  test('closes with the decision about the last piece of its edit', async () => {
    const editor = await staged();
    await run(Command.showDiff);
    assert.equal(diffs(), 1);
    const modified = vscode.window.activeTextEditor;
    assert.ok(modified && modified !== editor);
    putCursorAfter(modified, 'uno');
    await run(Command.rejectHunk);
    assert.equal(diffs(), 1);
    putCursorAfter(modified, 'dos');
    await run(Command.acceptHunk);
    await until('the diff is closed', () => diffs() === 0);
    assert.equal(vscode.window.activeTextEditor?.document, editor.document);
    assert.equal(editor.document.getText(), RESULT.replace('uno', 'one'));
  });

  test('stays where it is the only tab of its file', async () => {
    const configuration = vscode.workspace.getConfiguration(SECTION);
    await configuration.update(Setting.saveAccepts, false, vscode.ConfigurationTarget.Global);
    try {
      const { document } = await staged();
      await document.save();
      const own = vscode.window.tabGroups.activeTabGroup.activeTab ?? assert.fail('no tab');
      await run(Command.showDiff);
      await vscode.window.tabGroups.close(own);
      await run(Command.accept);
      await noSession(document);
      assert.equal(diffs(), 1);
    } finally {
      await configuration.update(Setting.saveAccepts, undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
