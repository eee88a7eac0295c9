/** What may come between a run and the decision about it: keys at the wrong moment, other edits, renames, closed tabs. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Command, SECTION, Setting } from '../../extension/ids';
import { closeEditors, openText, putCursorAfter, select, type, undo } from './support/editors';
import { atPass, dropSessions, frameOf, inState, noSession, remaskApi, run, sessionOf } from './support/remask';
import { until } from './support/until';
import { useFakeEngine } from './support/useFakeEngine';

const LINES = 'a\nold\nb\n';

suite('between a run and its decision', () => {
  const engine = useFakeEngine();

  async function staged(text: string, hole: string, filled: string): Promise<vscode.TextEditor> {
    engine.play({ texts: [filled] });
    const editor = await openText(text, 'txt');
    select(editor, hole);
    await run(Command.infill);
    await inState(editor.document, 'staged');
    return editor;
  }

  async function written(name: string, text: string): Promise<vscode.Uri> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('the suites need a workspace');
    const uri = vscode.Uri.joinPath(folder, `between-${name}`);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    return uri;
  }

  async function atPassTwo(editor: vscode.TextEditor): Promise<void> {
    await atPass(editor.document, 2);
  }

  for (const [border, source, filled, cursor] of [
    ['start', 'head\nalpha beta gamma\ntail\n', 'beta delta', 'head\nb'],
    ['end', 'head\nalpha beta gamma;\ntail\n', 'delta beta', 'delta beta'],
  ] as const) {
    test(`what was taken back at the ${border} of a hole belongs to it again`, async () => {
      const editor = await staged(source, 'alpha beta gamma', filled);
      putCursorAfter(editor, cursor);
      await run(Command.rejectHunk);
      await run(Command.reject);
      await noSession(editor.document);
      assert.equal(editor.document.getText(), source);
    });
  }

  test('cancelling while the draft is being written leaves the text as it was', async () => {
    engine.play({ texts: ['new'], passes: 2, allowed: 2 });
    const editor = await openText(LINES, 'txt');
    const api = await remaskApi();
    select(editor, 'old');
    await run(Command.infill);
    await atPassTwo(editor);
    const cancelled = new Promise<unknown>((resolve) => {
      const listening = api.onDidChangeSession(({ state, id }) => {
        if (state !== 'converged') return;
        listening.dispose();
        resolve(run(Command.cancel, id));
      });
    });
    engine.update({ texts: ['new'], passes: 2 });
    await cancelled;
    await noSession(editor.document);
    assert.equal(editor.document.getText(), LINES);
  });

  test('tab on ghost text leaves no masks, whenever it comes', async () => {
    for (let i = 0; i < 4; i++) {
      engine.play({ texts: ['return one + two + three + four + five'], passes: 40, passMs: 30 });
      const editor = await openText('function f() {\n  \n}\n', 'ts');
      putCursorAfter(editor, '{\n  ');
      await run(Command.infill);
      await until('a pass', async () => ((await sessionOf(editor.document))?.pass ?? 0) >= 8 + i);
      await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
      await inState(editor.document, 'staged');
      assert.doesNotMatch(editor.document.getText(), /░/);
      await dropSessions();
    }
  });

  test('tab on ghost text and a reject leave text and clean state as they were', async () => {
    engine.play({ texts: ['return one + two + three + four + five'], passes: 40, passMs: 30 });
    const text = 'function f() {\n  \n}\n';
    const editor = await openText(text, 'ts');
    putCursorAfter(editor, '{\n  ');
    await run(Command.infill);
    await until('a pass', async () => ((await sessionOf(editor.document))?.pass ?? 0) >= 8);
    await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
    await inState(editor.document, 'staged');
    await run(Command.reject);
    await noSession(editor.document);
    assert.equal(editor.document.getText(), text);
    await until('the document is clean', () => !editor.document.isDirty);
  });

  test('what is deleted in a hole that is made longer stays deleted', async () => {
    const editor = await staged('head\nold\ntail\n', 'old', 'aa bb cc dd ee');
    select(editor, ' cc');
    await run(Command.acceptSelection);
    engine.play({ texts: [' zz yy'], passes: 4, allowed: 2 });
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    void run(Command.longer);
    await atPassTwo(editor);
    select(editor, ' cc');
    await vscode.commands.executeCommand('deleteLeft');
    engine.update({ texts: [' zz yy'], passes: 4 });
    await inState(editor.document, 'staged');
    assert.doesNotMatch(editor.document.getText(), /cc/);
  });

  test('what is pinned in a hole that is made longer stays when somebody types there', async () => {
    const editor = await staged('head\nold\ntail\n', 'old', 'aa bb cc dd ee');
    select(editor, ' cc');
    await run(Command.pinSelection);
    engine.play({ texts: [' zz yy'], passes: 4, allowed: 2 });
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    void run(Command.longer);
    await atPassTwo(editor);
    putCursorAfter(editor, 'dd');
    await type('Q');
    await until('another run', () => engine.runs().length === 2);
    engine.update({ texts: [' zz yy'], passes: 4 });
    await inState(editor.document, 'staged');
    assert.match(editor.document.getText(), / cc/);
  });

  test('reverting the file ends the review', async () => {
    const editor = await staged('a\nold line\nb\n', 'old line\n', 'new line\n');
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await noSession(editor.document);
    assert.equal(editor.document.getText(), 'a\nold line\nb\n');
  });

  test('a run in a preview goes on while another file is looked at', async () => {
    engine.play({ texts: ['new'], passes: 2, allowed: 1 });
    const first = await written('preview.txt', 'x old y\n');
    await vscode.commands.executeCommand('vscode.open', first, { preview: true });
    const editor = await until('the preview', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.path === first.path),
    );
    select(editor, 'old');
    await run(Command.infill);
    await atPass(editor.document, 1);
    await vscode.commands.executeCommand('vscode.open', await written('other.txt', 'other\n'), { preview: true });
    engine.update({ texts: ['new'], passes: 2 });
    await inState(editor.document, 'staged');
    assert.equal(editor.document.getText(), 'x new y\n');
  });

  test('a renamed file takes its review along, and gives the original back', async () => {
    const { document } = await staged('x old y\n', 'old', 'new');
    const to = document.uri.with({ path: document.uri.path.replace('.txt', '-renamed.txt') });
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(document.uri, to);
    await vscode.workspace.applyEdit(edit);
    const renamed = await vscode.workspace.openTextDocument(to);
    await inState(renamed, 'staged');
    await vscode.window.showTextDocument(renamed);
    await run(Command.reject);
    await noSession(renamed);
    assert.equal(renamed.getText(), 'x old y\n');
  });

  test('rejecting takes back nothing that the user has written since, and no other review', async () => {
    const editor = await staged('a\nold\nb\nother\nc\n', 'other', 'second');
    const api = await remaskApi();
    engine.play({ texts: ['new word'] });
    select(editor, 'old');
    await run(Command.infill);
    await until('two reviews', () => api.sessions().filter(({ state }) => state === 'staged').length === 2);
    const first = api.sessions()[1];
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 1), 'X'));
    editor.selection = new vscode.Selection(1, 2, 1, 2);
    await type('Y');
    await undo();
    await run(Command.reject, first?.id);
    await until('one review', () => api.sessions().length === 1);
    assert.equal(editor.document.getText(), 'aX\nold\nb\nsecond\nc\n');
  });

  test('rejecting while somebody types elsewhere', async () => {
    for (let i = 0; i < 3; i++) {
      const editor = await staged(LINES, 'old', 'new');
      editor.selection = new vscode.Selection(2, 1, 2, 1);
      await type('!');
      const session = await sessionOf(editor.document);
      await Promise.all([type('?'), run(Command.reject, session?.id)]);
      await noSession(editor.document);
      assert.equal(editor.document.getText(), 'a\nold\nb!?\n');
      await closeEditors();
    }
  });

  test('an edit of another extension goes where it was asked for', async () => {
    engine.play({ texts: ['new'] });
    const editor = await openText(LINES, 'txt');
    const asked = (await remaskApi()).edit(editor.document, [new vscode.Range(1, 0, 1, 3)]);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await type('first\n');
    await asked;
    assert.equal(editor.document.getText(), 'first\na\nnew\nb\n');
  });

  test('ghost text may be off in a language', async () => {
    engine.play({ texts: ['return 1'], passes: 3, allowed: 2 });
    const plain = vscode.workspace.getConfiguration(SECTION, { languageId: 'plaintext' });
    await plain.update(Setting.ghostText, false, vscode.ConfigurationTarget.Global, true);
    try {
      const editor = await openText('a\n\nb\n', 'txt');
      editor.selection = new vscode.Selection(1, 0, 1, 0);
      await run(Command.infill);
      await atPassTwo(editor);
      await frameOf(editor.document, ({ attachments }) => attachments.length === 1);
    } finally {
      await plain.update(Setting.ghostText, undefined, vscode.ConfigurationTarget.Global, true);
    }
  });

  test('rejecting in a notebook touches no other cell', async () => {
    const cell = (text: string) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python');
    const data = new vscode.NotebookData([cell('x = old'), cell('y = 2')]);
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', data);
    const shown = await vscode.window.showNotebookDocument(notebook);
    shown.selection = new vscode.NotebookRange(0, 1);
    await vscode.commands.executeCommand('notebook.cell.insertCodeCellBelow');
    await until('the new cell', () => vscode.window.activeTextEditor?.document === notebook.cellAt(1).document);
    await type('mine = 1');
    await vscode.commands.executeCommand('notebook.cell.quitEdit');
    shown.selection = new vscode.NotebookRange(0, 1);
    await vscode.commands.executeCommand('notebook.cell.edit');
    const { document } = notebook.cellAt(0);
    const editor = await until('its editor', () => {
      const { activeTextEditor } = vscode.window;
      return activeTextEditor?.document === document ? activeTextEditor : undefined;
    });
    engine.play({ texts: ['new'] });
    select(editor, 'old');
    await run(Command.infill);
    await inState(document, 'staged');
    await vscode.commands.executeCommand('notebook.cell.quitEdit');
    await run(Command.reject, (await sessionOf(document))?.id);
    await noSession(document);
    const texts = notebook.getCells().map((each) => each.document.getText());
    assert.deepEqual(texts, ['x = old', 'mine = 1', 'y = 2']);
  });

  test('a run that is stopped waits where auto save would store it', async () => {
    const files = vscode.workspace.getConfiguration('files');
    await files.update('autoSave', 'afterDelay', vscode.ConfigurationTarget.Global);
    try {
      engine.play({ texts: ['new'], passes: 2, allowed: 2 });
      const editor = await openText('x old y\n', 'txt');
      select(editor, 'old');
      await run(Command.infill);
      await atPassTwo(editor);
      await run(Command.stopHere);
      await inState(editor.document, 'converged');
      assert.equal(editor.document.getText(), 'x old y\n');
    } finally {
      await files.update('autoSave', 'off', vscode.ConfigurationTarget.Global);
    }
  });
});
