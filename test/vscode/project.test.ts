/** The engine is told of the other files of a document's project: which ones, and when. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Command, SECTION, Setting } from '../../extension/ids';
import type { FakeProject } from '../support/fakeScript';
import { closeEditors, openText, type } from './support/editors';
import { FakeEngine } from './support/fake';
import { dropSessions, inState, run } from './support/remask';
import { until } from './support/until';

/** Path in a folder of the suite's own, and whether it is to be named for a TypeScript file beside them. */
const FILES: readonly (readonly [string, boolean])[] = [
  ['near.ts', true],
  ['deep/er/[id]/far.jsx', true],
  ['node_modules/lib/index.ts', false],
  ['dist/built.js', false],
  ['small.min.js', false],
  ['hidden/a.ts', false],
  ['unsearched/b.ts', false],
  ['notes.md', false],
];
const EXCLUDES: readonly (readonly [string, string, unknown])[] = [
  ['files', 'exclude', { '**/hidden': true }],
  ['search', 'exclude', { '**/{unsearched,unknown}': true }],
];

suite('the project of a document', () => {
  const engine = new FakeEngine();
  const root = () => vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('the suites need a workspace');
  const place = (path: string) => vscode.Uri.joinPath(root(), 'project-suite', path);
  const write = (path: string, text: string) =>
    vscode.workspace.fs.writeFile(place(path), new TextEncoder().encode(text));
  const open = (path: string) => vscode.window.showTextDocument(place(path), { preview: false });
  const choose = (section: string, name: string, value: unknown) =>
    vscode.workspace.getConfiguration(section).update(name, value, vscode.ConfigurationTarget.Global);

  suiteSetup(async () => {
    for (const [path] of FILES) await write(path, 'export const a = 1;\n');
    for (const [section, name, value] of EXCLUDES) await choose(section, name, value);
    await engine.start();
  });
  suiteTeardown(async () => {
    for (const [section, name] of EXCLUDES) await choose(section, name, undefined);
    await vscode.workspace.fs.delete(place(''), { recursive: true });
    await engine.stop();
  });
  teardown(async () => {
    await dropSessions();
    await closeEditors();
  });

  /** What was named for a document, in the order in which it was. */
  const namedFor = ({ uri }: vscode.TextDocument): readonly FakeProject[] =>
    engine.projects().filter((project) => project.uri === uri.toString());

  const named = (document: vscode.TextDocument, times: number): Promise<readonly string[]> =>
    until(`${document.uri.path} is named ${times} times`, () => namedFor(document)[times - 1]?.files);

  /** A new document in the middle of the files, in the active editor. */
  async function fresh(name: string): Promise<vscode.TextDocument> {
    await write(name, 'const x = ;\n');
    return (await open(name)).document;
  }

  test('is files of its kind in its folder, without what tools wrote and what settings leave out', async () => {
    engine.play({});
    const files = await named(await fresh('kind.ts'), 1);
    for (const [path, belongs] of FILES) assert.equal(files.includes(place(path).fsPath), belongs, path);
  });

  test('of a language that has no family goes by the ending', async () => {
    engine.play({});
    await write('beside.suite', 'x');
    const files = await named(await fresh('own.suite'), 1);
    assert.ok(files.includes(place('beside.suite').fsPath));
    assert.ok(files.every((path) => path.endsWith('.suite')));
  });

  test('is read before the first run of a document, which nobody has warmed', async () => {
    engine.play({ readMs: 200 });
    const document = await fresh('first.ts');
    await run(Command.infill);
    await inState(document, 'staged');
    const files = await named(document, 1);
    assert.ok(files.length > 0);
    assert.equal(engine.runs()[0]?.projectFiles, files.length);
  });

  test('is not waited for if it takes long to read', async () => {
    engine.play({ readMs: 3000 });
    const document = await fresh('large.ts');
    await run(Command.infill);
    await inState(document, 'staged');
    assert.equal(engine.runs()[0]?.projectFiles, 0);
  });

  test('is named again when another file of it was saved', async () => {
    engine.play({});
    const document = await fresh('again.ts');
    await named(document, 1);
    const { document: near } = await open('near.ts');
    await named(near, 1);
    const times = namedFor(document).length;
    await type('// more\n');
    await near.save();
    await vscode.window.showTextDocument(document);
    await named(document, times + 1);
  });

  test('is named again when a file came', async () => {
    engine.play({});
    const document = await fresh('came.ts');
    const before = await named(document, 1);
    await write('new.ts', 'export const b = 2;\n');
    const added = place('new.ts').fsPath;
    assert.ok(!before.includes(added));
    await until('the new file is named', () => namedFor(document).at(-1)?.files.includes(added));
  });

  test('is not looked at when switched off, and what was named is taken back', async () => {
    engine.play({});
    const document = await fresh('off.ts');
    await named(document, 1);
    await choose(SECTION, Setting.project, 'off');
    await until('it is taken back', () => namedFor(document).at(-1)?.files.length === 0);
    const other = await fresh('never.ts');
    await run(Command.showContext);
    await choose(SECTION, Setting.project, undefined);
    await vscode.window.showTextDocument(other);
    await named(other, 1);
    assert.equal(namedFor(other).length, 1);
  });

  test('is nothing for what is no file of the workspace', async () => {
    engine.play({});
    const untitled = await vscode.workspace.openTextDocument({ content: 'x', language: 'typescript' });
    await vscode.window.showTextDocument(untitled);
    await run(Command.showContext);
    const { document } = await openText('x');
    await named(document, 1);
    assert.deepEqual(namedFor(untitled), []);
  });

  test('is named to the engine that follows one that died', async () => {
    engine.play({});
    const document = await fresh('died.ts');
    await named(document, 1);
    const pid = await engine.pid();
    process.kill(pid, 'SIGKILL');
    await named(document, 2);
    assert.notEqual(await engine.pid(), pid);
  });

  test('is shown with what the model saw', async () => {
    engine.play({});
    const files = await named(await fresh('seen.ts'), 1);
    await run(Command.showContext);
    const view = await until('the view', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === 'remask-context'),
    );
    const text = view.document.getText();
    assert.match(
      text,
      new RegExp(`looked through for repetitions: ${files.length} \\(${files.length * 100} tokens\\)`),
    );
    for (const path of files) assert.ok(text.includes(`- ${vscode.workspace.asRelativePath(path)}\n`), path);
  });
});
