/** Validate and remask in a real editor: a diagnostics collection of the suite's own judges, a scripted engine remasks. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Command, SECTION, Setting } from '../../extension/ids';
import { closeEditors, lenses, openText, select, undo } from './support/editors';
import { FakeEngine } from './support/fake';
import { MemoryFiles } from './support/memoryFiles';
import { dropSessions, inState, noSession, run } from './support/remask';
import { until } from './support/until';

const SOURCE = 'one two bad three\nbad elsewhere\n';

suite('validate and remask', () => {
  const engine = new FakeEngine();
  let judge: vscode.Disposable;

  suiteSetup(async () => {
    await engine.start();
    judge = judging();
  });
  suiteTeardown(async () => {
    judge.dispose();
    await engine.stop();
  });
  teardown(async () => {
    await set(Setting.validateAfterStaging, undefined);
    await set(Setting.validateTask, undefined);
    await dropSessions();
    await closeEditors();
  });

  const set = (name: string, value: unknown) =>
    vscode.workspace.getConfiguration(SECTION).update(name, value, vscode.ConfigurationTarget.Global);

  async function judged(text: string): Promise<vscode.TextEditor> {
    const editor = await openText(text, 'txt');
    await until('a first verdict', () => vscode.languages.getDiagnostics(editor.document.uri).length > 0);
    return editor;
  }

  test('selected code is mended where it is wrong, reviewed as an edit, and taken back in one undo', async () => {
    const editor = await judged(SOURCE);
    select(editor, 'one two bad three');
    engine.play({ texts: ['good'] });
    await run(Command.validate);
    const session = await inState(editor.document, 'staged');
    assert.equal(editor.document.getText(), SOURCE.replace('bad', 'good'));
    assert.equal(session.holes[0]?.text, 'one two good three');
    await run(Command.accept);
    await noSession(editor.document);
    await undo();
    assert.equal(editor.document.getText(), SOURCE);
    assert.equal(editor.document.isDirty, false);
  });

  test('rejected, the code is as it was; with nothing wrong, nothing is staged', async () => {
    engine.play({ texts: ['good'] });
    const editor = await judged(SOURCE);
    select(editor, 'two bad');
    await run(Command.validate);
    await inState(editor.document, 'staged');
    await run(Command.reject);
    await noSession(editor.document);
    assert.equal(editor.document.getText(), SOURCE);
    await until('the document is clean', () => !editor.document.isDirty);
    select(editor, 'one two');
    await run(Command.validate);
    await noSession(editor.document);
    assert.equal(editor.document.getText(), SOURCE);
  });

  test('JSON against its schema: what is wrong elsewhere does not count', async () => {
    const schema = { properties: { count: { type: 'integer' }, paid: { type: 'boolean' } } };
    const { document } = await openText(JSON.stringify(schema), 'schema.json');
    const order = { $schema: `./${document.uri.path.split('/').at(-1)}`, count: true, paid: 'no' };
    const text = JSON.stringify(order, null, 2);
    const editor = await openText(text, 'json');
    select(editor, '"count": true');
    engine.play({ texts: ['12'] });
    await run(Command.validate);
    await inState(editor.document, 'staged');
    assert.equal(editor.document.getText(), text.replace('true', '12'));
    await until('nothing is left to blame', async () =>
      (await lenses(editor.document)).some((title) => /No problems/.test(title)),
    );
  });

  test('where no round helps, the first draft is kept', async () => {
    engine.play({ texts: ['bad bad'] });
    const editor = await judged(SOURCE);
    select(editor, 'two bad');
    await run(Command.validate);
    assert.equal(editor.document.getText(), SOURCE);
  });

  test('names that a language server lists are tried, in the text that they are meant for', async () => {
    engine.play({ texts: ['bad bad'] });
    const seen: string[] = [];
    const provider = vscode.languages.registerCompletionItemProvider('plaintext', {
      provideCompletionItems: (document, position) => {
        seen.push(document.getText(document.getWordRangeAtPosition(position)));
        return ['fine'].map((name) => new vscode.CompletionItem(name, vscode.CompletionItemKind.Field));
      },
    });
    const editor = await judged(SOURCE);
    select(editor, 'two bad');
    await run(Command.validate);
    provider.dispose();
    assert.equal(editor.document.getText(), SOURCE.replace('bad', 'fine'));
    await inState(editor.document, 'staged');
    assert.deepEqual(new Set(seen.slice(0, 1)), new Set(['bad']));
  });

  test('by setting, as soon as a draft is staged', async () => {
    await set(Setting.validateAfterStaging, true);
    engine.play({ texts: ['so bad'] });
    const editor = await judged(SOURCE);
    select(editor, 'one two');
    await run(Command.infill);
    await inState(editor.document, 'staged');
    engine.play({ texts: ['good'] });
    await until('the draft is mended', () => /^so ?good bad three/.test(editor.document.getText()));
    await inState(editor.document, 'staged');
  });

  test('the user’s typing has the last word', async () => {
    engine.play({ texts: ['good'], allowed: 0 });
    const editor = await judged(SOURCE);
    select(editor, 'two bad');
    const validating = run(Command.validate);
    await until('the engine is asked', () => engine.runs().length > 0);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'mine '));
    engine.update({ texts: ['good'] });
    await validating;
    assert.equal(editor.document.getText(), `mine ${SOURCE}`);
  });

  test('a piece that the user accepts meanwhile stays as it is, and so does the rest', async () => {
    engine.play({ texts: ['so bad'] });
    const editor = await judged(SOURCE);
    const { document } = editor;
    select(editor, 'one two');
    await run(Command.infill);
    await inState(document, 'staged');
    const text = document.getText();
    await until('the draft is judged', () => vscode.languages.getDiagnostics(document.uri).length > 2);
    engine.play({ texts: ['good'], allowed: 0 });
    const validating = run(Command.validate);
    await until('the engine is asked', () => engine.runs().length > 0);
    select(editor, 'so');
    await run(Command.acceptSelection);
    engine.update({ texts: ['good'] });
    await validating;
    assert.equal(document.getText(), text);
    const session = await inState(document, 'staged');
    assert.ok(session.cells.some(({ mark }) => mark === 'accepted'));
  });

  test('a test task that the user names judges too, on the file as the draft leaves it', async () => {
    const editor = await judged(SOURCE);
    const provider = await judgedByTask(isWithoutTwo(editor.document));
    engine.play({ texts: ['2'] });
    select(editor, 'two');
    await run(Command.validate);
    provider.dispose();
    assert.equal(editor.document.getText(), SOURCE.replace('two', '2'));
    await inState(editor.document, 'staged');
  });

  test('a formatter that runs when the file is saved for the task does not count as the user', async () => {
    const text = 'one bad three\nbad elsewhere\n';
    const editor = await judged(text);
    const { document } = editor;
    engine.play({ texts: ['two'] });
    select(editor, 'one');
    await run(Command.infill);
    await inState(document, 'staged');
    const subscriptions = [await judgedByTask(isWithoutTwo(document)), formatter('elsewhere', 'elsewhere,')];
    const formats = vscode.workspace.getConfiguration('editor');
    await formats.update('formatOnSave', true, vscode.ConfigurationTarget.Global);
    engine.play({ texts: ['2'] });
    await run(Command.validate);
    await formats.update('formatOnSave', undefined, vscode.ConfigurationTarget.Global);
    vscode.Disposable.from(...subscriptions).dispose();
    assert.equal(document.getText(), text.replace('one', '2').replace('elsewhere', 'elsewhere,'));
    assert.equal(document.isDirty, false);
    await inState(document, 'staged');
  });

  test('after a save by hand that failed, the save for the task accepts nothing', async () => {
    const files = new MemoryFiles();
    const registration = vscode.workspace.registerFileSystemProvider('broken', files);
    const uri = vscode.Uri.parse('broken:/disk/a.txt');
    files.writeFile(uri, new TextEncoder().encode(SOURCE));
    const editor = await vscode.window.showTextDocument(uri, { preview: false });
    engine.play({ texts: ['fine'] });
    select(editor, 'two');
    await run(Command.infill);
    await inState(editor.document, 'staged');
    files.isFull = true;
    assert.equal(await editor.document.save(), false);
    files.isFull = false;
    const provider = await judgedByTask('process.exit(0)');
    await run(Command.validate);
    provider.dispose();
    assert.equal(files.read(uri), SOURCE.replace('two', 'fine'));
    await inState(editor.document, 'staged');
    await dropSessions();
    await closeEditors();
    registration.dispose();
  });

  /** Has a task judge that runs this script. */
  async function judgedByTask(script: string): Promise<vscode.Disposable> {
    const node = new vscode.ProcessExecution(process.execPath, ['-e', script], { env: { ELECTRON_RUN_AS_NODE: '1' } });
    const provider = vscode.tasks.registerTaskProvider('suite', {
      provideTasks: () => [new vscode.Task({ type: 'suite' }, vscode.TaskScope.Workspace, 'judge', 'suite', node)],
      resolveTask: (task) => task,
    });
    await set(Setting.validateTask, 'judge');
    return provider;
  }
});

/** Calls every word that begins with `bad` an error. */
function judging(): vscode.Disposable {
  const problems = vscode.languages.createDiagnosticCollection('suite');
  const look = (document: vscode.TextDocument) => {
    if (document.languageId !== 'plaintext' || document.uri.scheme !== 'file') return;
    const found = [...document.getText().matchAll(/\bbad\w*/g)].map(({ index }) => {
      const range = new vscode.Range(document.positionAt(index), document.positionAt(index + 3));
      return new vscode.Diagnostic(range, 'bad', vscode.DiagnosticSeverity.Error);
    });
    problems.set(document.uri, found);
  };
  return vscode.Disposable.from(
    problems,
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
  );
}

function isWithoutTwo({ uri }: vscode.TextDocument): string {
  const path = JSON.stringify(uri.fsPath);
  return `process.exit(/two/.test(require('fs').readFileSync(${path}, 'utf8')) ? 1 : 0)`;
}

/** Makes one word of another. */
function formatter(from: string, to: string): vscode.Disposable {
  return vscode.languages.registerDocumentFormattingEditProvider('plaintext', {
    provideDocumentFormattingEdits: (document) => {
      const text = document.getText();
      const at = text.replaceAll(to, '?'.repeat(to.length)).indexOf(from);
      const range = new vscode.Range(document.positionAt(at), document.positionAt(at + from.length));
      return at < 0 ? [] : [vscode.TextEdit.replace(range, to)];
    },
  });
}
