/** *Show Token Confidence* on ordinary code, on a scripted engine. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Command } from '../../extension/ids';
import { closeEditors, openText, undo } from './support/editors';
import { FakeEngine } from './support/fake';
import { frameOf, remaskApi, run } from './support/remask';

suite('token confidence of any code', () => {
  const engine = new FakeEngine();
  suiteSetup(() => engine.start());
  suiteTeardown(() => engine.stop());
  teardown(closeEditors);

  const total = (frame: Awaited<ReturnType<typeof frameOf>>) =>
    Object.values(frame.heat).reduce((sum, ranges) => sum + ranges.length, 0);

  test('is shown, follows edits, and goes again', async () => {
    engine.play({});
    const editor = await openText(`${'let value = 1 + other;\n'.repeat(30)}`, 'txt');
    const { document } = editor;
    await run(Command.showTokenConfidence);
    const first = await frameOf(document, ({ ruler }) => ruler.length > 0);
    assert.ok(total(first) > 10);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'first second third;\n'));
    await frameOf(document, ({ heat }) => heat[3].some(({ start }) => start.line === 0));
    assert.equal(document.isDirty, true);
    assert.deepEqual((await remaskApi()).sessions(), []);
    await run(Command.showTokenConfidence);
    await frameOf(document, (frame) => total(frame) === 0);
  });

  test('comes all the same when the engine is restarted in the middle of it', async () => {
    engine.play({});
    const { document } = await openText('let value = 1;\n', 'txt');
    await Promise.all([run(Command.showTokenConfidence), run(Command.restartEngine)]);
    await frameOf(document, (frame) => total(frame) > 0);
    await run(Command.showTokenConfidence);
    await frameOf(document, (frame) => total(frame) === 0);
  });

  test('an alternative is put in the token’s place as one edit', async () => {
    engine.play({});
    const { document } = await openText('let value = 1;\n', 'txt');
    await run(Command.showTokenConfidence);
    await frameOf(document, (frame) => total(frame) > 0);
    const uri = document.uri.toString();
    await run(Command.chooseAlternative, { uri, span: { start: 4, end: 9 }, text: 'value2' });
    assert.equal(document.getText(), 'let value2 = 1;\n');
    await undo();
    assert.equal(document.getText(), 'let value = 1;\n');
    await run(Command.showTokenConfidence);
  });
});
