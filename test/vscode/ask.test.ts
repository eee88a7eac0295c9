/** Where an infill may be asked for: markers, several cursors, notebook cells, untitled and virtual files; what is seen. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Command, SECTION, Setting } from '../../extension/ids';
import { closeEditors, openText } from './support/editors';
import { inState, noSession, run } from './support/remask';
import { until } from './support/until';
import { useFakeEngine } from './support/useFakeEngine';

suite('asking', () => {
  const engine = useFakeEngine();

  async function accepted(document: vscode.TextDocument): Promise<string> {
    const { id } = await inState(document, 'staged');
    await run(Command.accept, id);
    await noSession(document);
    return document.getText();
  }

  test('at every marker of a file, jointly', async () => {
    engine.play({ texts: ['1', '2', '3'] });
    await vscode.workspace.getConfiguration(SECTION).update(Setting.seed, 0, vscode.ConfigurationTarget.Global);
    const { document } = await openText('a(???);\nb(/* ... */);\n// TODO: fill this\n');
    await run(Command.infillMarkers);
    assert.equal(await accepted(document), 'a(1);\nb(2);\n3\n');
    assert.deepEqual(
      engine.runs().map(({ holes }) => holes.length),
      [3],
    );
    await vscode.workspace.getConfiguration(SECTION).update(Setting.seed, undefined, vscode.ConfigurationTarget.Global);
  });

  test('at every cursor, each with a text of its own', async () => {
    engine.play({ texts: ['1', '2'] });
    const editor = await openText('a();\nb();\n');
    editor.selections = [0, 1].map((line) => new vscode.Selection(line, 2, line, 2));
    await run(Command.infill);
    const texts = (await accepted(editor.document)).match(/\d/g);
    assert.deepEqual([...(texts ?? [])].sort(), ['1', '2']);
    assert.equal(engine.runs()[0]?.holes.length, 2);
  });

  test('on a line of blanks: behind them, wherever in them the cursors are', async () => {
    engine.play({ texts: ['filled;'] });
    const editor = await openText('f() {\n    \n}\n');
    editor.selections = [0, 2].map((character) => new vscode.Selection(1, character, 1, character));
    await run(Command.infill);
    assert.equal(await accepted(editor.document), 'f() {\n    filled;\n}\n');
    assert.equal(engine.runs()[0]?.holes.length, 1);
  });

  test('in a file that has no name yet', async () => {
    engine.play({ texts: ['filled'] });
    const document = await vscode.workspace.openTextDocument({ content: 'x ;', language: 'typescript' });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 2, 0, 2);
    await run(Command.infill);
    assert.equal(await accepted(document), 'x filled;');
  });

  test('in a file that is not on this machine’s disk', async () => {
    engine.play({ texts: ['filled'] });
    const files = vscode.workspace.registerFileSystemProvider('suite-memory', new MemoryFiles());
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('suite-memory:/a.ts'));
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 2, 0, 2);
    await run(Command.infill);
    assert.equal(await accepted(document), 'x filled;');
    await closeEditors();
    files.dispose();
  });

  test('in a notebook’s cell, whose other cells stay', async () => {
    engine.play({ texts: ['filled'] });
    const cell = (text: string) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'typescript');
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData([cell('first;'), cell('x ;')]),
    );
    await vscode.window.showNotebookDocument(notebook, { selections: [new vscode.NotebookRange(1, 2)] });
    await vscode.commands.executeCommand('notebook.cell.edit');
    const document = notebook.cellAt(1).document;
    const editor = await until('the cell is in an editor', () =>
      vscode.window.activeTextEditor?.document === document ? vscode.window.activeTextEditor : undefined,
    );
    editor.selection = new vscode.Selection(0, 2, 0, 2);
    await run(Command.infill);
    assert.equal(await accepted(document), 'x filled;');
    assert.equal(notebook.cellAt(0).document.getText(), 'first;');
  });

  test('what the model saw is shown on request, other files too where they are allowed', async () => {
    const settings = vscode.workspace.getConfiguration(SECTION);
    await settings.update(Setting.related, 'open', vscode.ConfigurationTarget.Global);
    await openText('export const beside = 1;\n');
    const editor = await openText('before(middle);\n');
    editor.selection = new vscode.Selection(0, 7, 0, 13);
    await run(Command.showContext);
    const view = await until('the view', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === 'remask-context'),
    );
    const text = view.document.getText();
    assert.match(text, /beside = 1[\s\S]+before\([\s\S]+middle[\s\S]+\);/);
    await settings.update(Setting.related, undefined, vscode.ConfigurationTarget.Global);
  });
});

/** One file, in memory. */
class MemoryFiles implements vscode.FileSystemProvider {
  private content = new TextEncoder().encode('x ;');
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  watch = () => new vscode.Disposable(() => undefined);
  stat = () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.content.length });
  readDirectory = () => [];
  createDirectory = () => undefined;
  readFile = () => this.content;
  writeFile = (_: vscode.Uri, content: Uint8Array) => void (this.content = new Uint8Array(content));
  delete = () => undefined;
  rename = () => undefined;
}
