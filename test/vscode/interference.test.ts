/** What happens while a run is under way: typing, saving, cancelling, a dying engine, other files; on a scripted engine. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DocumentBinding } from '../../extension/document/binding';
import { Command } from '../../extension/ids';
import { lenses, openText, select, type, undo } from './support/editors';
import { atPass, inState, noSession, remaskApi, run, sessionOf } from './support/remask';
import { until } from './support/until';
import { useFakeEngine } from './support/useFakeEngine';

const SOURCE = 'first line\nsecond old line\nthird line\n';
const SLOW = { texts: ['new'], passes: 4 };

suite('during a run', () => {
  const engine = useFakeEngine();

  /** A run over `old` that has made two passes and waits. */
  async function running(text = SOURCE): Promise<vscode.TextEditor> {
    engine.play({ ...SLOW, allowed: 2 });
    const editor = await openText(text, 'txt');
    select(editor, 'old');
    await run(Command.infill);
    await atPass(editor.document, 2);
    return editor;
  }

  function putCursor(editor: vscode.TextEditor, line: number, character: number): void {
    editor.selection = new vscode.Selection(line, character, line, character);
  }

  /** A setting of `files` for the time of one act; the hosts' own settings come back after it. */
  async function withSetting(name: string, value: unknown, act: () => Promise<void>): Promise<void> {
    const files = vscode.workspace.getConfiguration('files');
    const before = files.inspect(name)?.globalValue;
    await files.update(name, value, vscode.ConfigurationTarget.Global);
    try {
      await act();
    } finally {
      await files.update(name, before, vscode.ConfigurationTarget.Global);
    }
  }

  test('typing before the hole shifts it', async () => {
    const editor = await running();
    putCursor(editor, 0, 0);
    await type('zero\n');
    engine.update(SLOW);
    await inState(editor.document, 'staged');
    assert.equal(editor.document.getText(), `zero\n${SOURCE.replace('old', 'new')}`);
    assert.equal(engine.runs().length, 1);
  });

  test('typing after the hole is left alone', async () => {
    const editor = await running();
    putCursor(editor, 2, 5);
    await type('!!');
    engine.update(SLOW);
    await inState(editor.document, 'staged');
    assert.equal(editor.document.getText(), 'first line\nsecond new line\nthird!! line\n');
    await undo();
    assert.equal(editor.document.getText(), 'first line\nsecond old line\nthird!! line\n');
  });

  test('another language of the document ends neither a run nor a review', async () => {
    const { document } = await running();
    await vscode.languages.setTextDocumentLanguage(document, 'javascript');
    engine.update(SLOW);
    await inState(document, 'staged');
    await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    await inState(document, 'staged');
    assert.equal(engine.runs().length, 1);
    await run(Command.reject);
    await noSession(document);
    assert.equal(document.getText(), SOURCE);
  });

  test('typing inside the hole is kept, and the run starts again around it', async () => {
    const editor = await running();
    putCursor(editor, 1, 9);
    await type('XY');
    engine.update(SLOW);
    await inState(editor.document, 'staged');
    assert.equal(editor.document.getText(), SOURCE.replace('old', 'newXY'));
    const last = engine.runs().at(-1);
    assert.equal(last?.text, SOURCE.replace('old', 'olXYd'));
    assert.deepEqual(last?.holes[0]?.pins, [{ start: 20, end: 22 }]);
  });

  test('what is typed at the very moment a draft goes in stays in one piece, at the cursor', async () => {
    engine.play({ texts: ['new'] });
    const editor = await openText('before  after\n', 'txt');
    putCursor(editor, 0, 0);
    // The first call of a command waits for whoever may want it.
    await type('-');
    putCursor(editor, 0, 8);
    const typed = new Promise<void>((resolve, reject) => {
      const listening = vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document !== editor.document || !document.getText().includes('new')) return;
        listening.dispose();
        // On its way before anybody else hears of the edit.
        type('a').then(resolve, reject);
      });
    });
    await run(Command.infill);
    await typed;
    await type('b');
    await inState(editor.document, 'staged');
    assert.equal(editor.document.getText(), '-before abnew after\n');
  });

  test('a cursor that the user moves while a draft is on its way is where they moved it', async () => {
    const editor = await openText(SOURCE, 'txt');
    putCursor(editor, 0, 0);
    const right = () => vscode.commands.executeCommand('cursorMove', { to: 'right', value: 3 });
    await right();
    const edit = { span: { start: SOURCE.indexOf('old'), end: SOURCE.indexOf('old') + 3 }, text: 'newer' };
    const moved = right();
    assert.equal(await new DocumentBinding().write(editor.document, [edit], { owner: edit }), 'written');
    await moved;
    await type('!');
    assert.equal(editor.document.getText(), SOURCE.replace('old', 'newer').replace('first ', 'first !'));
  });

  test('typing across the border gives the hole up and keeps what was typed', async () => {
    const editor = await running();
    editor.selection = new vscode.Selection(1, 5, 1, 9);
    await type('-');
    await noSession(editor.document);
    assert.equal(editor.document.getText(), SOURCE.replace('d ol', '-'));
  });

  test('cancelling leaves the document as it was', async () => {
    const editor = await running();
    await run(Command.cancel);
    await noSession(editor.document);
    assert.equal(editor.document.getText(), SOURCE);
    assert.equal(editor.document.isDirty, false);
  });

  test('stopping here keeps the draft', async () => {
    engine.play({ texts: ['a b c d'], passes: 4, allowed: 2 });
    const editor = await openText(SOURCE, 'txt');
    select(editor, 'old');
    await run(Command.infill);
    const draft = (await atPass(editor.document, 2)).drafts[0];
    assert.ok(draft);
    await run(Command.stopHere);
    await inState(editor.document, 'staged');
    assert.equal(editor.document.getText(), SOURCE.replace('old', draft));
  });

  test('an engine that is killed leaves the text and the last pass; a retry goes on', async () => {
    const editor = await running();
    process.kill(await engine.pid(), 'SIGKILL');
    const session = await inState(editor.document, 'failed');
    assert.equal(session.pass, 2);
    assert.equal(session.drafts.length, 1);
    assert.equal(editor.document.getText(), SOURCE);
    assert.equal(editor.document.isDirty, false);
    engine.update(SLOW);
    await run(Command.retry);
    await inState(editor.document, 'staged');
    assert.equal(editor.document.getText(), SOURCE.replace('old', 'new'));
  });

  test('an engine that refuses a run leaves the text, and nothing behind', async () => {
    engine.play({ fail: { kind: 'input', message: 'The hole is too long: select less.' } });
    const editor = await openText(SOURCE, 'txt');
    select(editor, 'old');
    await run(Command.infill);
    await until('the engine was asked', () => engine.runs().length > 0);
    await noSession(editor.document);
    assert.equal(editor.document.getText(), SOURCE);
  });

  test('two files at once, one of them hidden', async () => {
    const first = await running();
    const second = await running('another old file\n');
    assert.equal(vscode.window.visibleTextEditors.includes(first), false);
    assert.equal((await remaskApi()).sessions().length, 2);
    engine.update(SLOW);
    await inState(first.document, 'staged');
    await inState(second.document, 'staged');
    assert.equal(first.document.getText(), SOURCE.replace('old', 'new'));
    assert.equal(second.document.getText(), 'another new file\n');
    const session = await sessionOf(first.document);
    await run(Command.reject, session?.id);
    await noSession(first.document);
    assert.equal(first.document.getText(), SOURCE);
    assert.ok(await sessionOf(second.document));
  });

  test('two holes in one file, each with its own session', async () => {
    const editor = await running();
    select(editor, 'third');
    await run(Command.infill);
    await until('two sessions', async () => (await remaskApi()).sessions().length === 2);
    engine.update(SLOW);
    await until('both are staged', async () => (await remaskApi()).sessions().every(({ state }) => state === 'staged'));
    assert.equal(editor.document.getText(), 'first line\nsecond new line\nnew line\n');
  });

  test('with auto save on, the draft is shown and not written until it is accepted', async () => {
    await withSetting('autoSave', 'onWindowChange', async () => {
      engine.play(SLOW);
      const editor = await openText(SOURCE, 'txt');
      select(editor, 'old');
      await run(Command.infill);
      const session = await inState(editor.document, 'converged');
      assert.deepEqual(session.drafts, ['new']);
      assert.equal(editor.document.getText(), SOURCE);
      await run(Command.accept);
      await noSession(editor.document);
      assert.equal(editor.document.getText(), SOURCE.replace('old', 'new'));
    });
  });

  for (const pattern of ['**/*.txt', 'suites/*.txt']) {
    test(`a file that ${pattern} makes read-only is not worked on`, async () => {
      await withSetting('readonlyInclude', { [pattern]: true }, async () => {
        engine.play(SLOW);
        const editor = await openText(SOURCE, 'txt');
        select(editor, 'old');
        await run(Command.infill);
        assert.equal(await sessionOf(editor.document), undefined);
        assert.deepEqual(engine.runs(), []);
      });
    });
  }

  test('an editor that turns out to be read-only: the text stays, and so does the draft until it can be written', async () => {
    engine.play(SLOW);
    const editor = await openText(SOURCE, 'txt');
    await vscode.commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
    select(editor, 'old');
    await run(Command.infill);
    const row = async () => (await lenses(editor.document)).join();
    await until('the draft waits', async () => (await row()).includes('Write for Review'));
    await inState(editor.document, 'converged');
    assert.equal(editor.document.getText(), SOURCE);
    await vscode.commands.executeCommand('workbench.action.files.setActiveEditorWriteableInSession');
    await run(Command.accept);
    await noSession(editor.document);
    assert.equal(editor.document.getText(), SOURCE.replace('old', 'new'));
  });

  test('the engine’s copy follows every edit', async () => {
    const editor = await running();
    engine.update(SLOW);
    await inState(editor.document, 'staged');
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), 'x\n');
      edit.delete(new vscode.Range(2, 0, 2, 3));
    });
    await run(Command.accept);
    engine.play(SLOW);
    select(editor, 'line');
    await run(Command.infill);
    await inState(editor.document, 'staged');
    const { text } = engine.runs()[0] ?? {};
    assert.equal(text?.replace('line', 'new'), editor.document.getText());
  });
});
