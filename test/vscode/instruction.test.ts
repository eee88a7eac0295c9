/** Instructions to models that take them, on a scripted engine that has one of each kind. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Command, SECTION, Setting } from '../../extension/ids';
import { INSTRUCT } from '../support/instructModel';
import { closeEditors, openText, putCursorAfter, select } from './support/editors';
import { FakeEngine } from './support/fake';
import { dropSessions, inState, remaskApi, run, sessionOf } from './support/remask';
import { until } from './support/until';

const TOLD = { instruction: 'add two' };

suite('instructions', () => {
  const engine = new FakeEngine();
  const play = (texts: readonly string[] = ['x + 2']) => engine.play({ texts, models: [INSTRUCT] });
  const told = () => engine.runs().map(({ instruction }) => instruction);
  suiteSetup(async () => {
    await engine.start();
    play();
    await use(INSTRUCT.id);
  });
  suiteTeardown(async () => {
    await use(undefined);
    await engine.stop();
  });
  setup(() => play());
  teardown(async () => {
    await dropSessions();
    await closeEditors();
  });

  async function use(id: string | undefined): Promise<void> {
    await vscode.workspace.getConfiguration(SECTION).update(Setting.model, id, vscode.ConfigurationTarget.Global);
    const api = await remaskApi();
    await until(`${id ?? 'the default'} is in use`, () => {
      const state = api.engine();
      return state.kind === 'ready' && state.info.model.id === (id ?? 'fake');
    });
  }

  async function stagedWith(instruction: string): Promise<vscode.TextDocument> {
    const editor = await openText('return ;\n');
    putCursorAfter(editor, 'return ');
    await run(Command.infillWithInstruction, { instruction });
    await inState(editor.document, 'staged');
    return editor.document;
  }

  test('go with the run, and with every other run of the same edit', async () => {
    play(['x + 2', 'x + two']);
    const document = await stagedWith('add two');
    const { id, instruction } = await inState(document, 'staged');
    assert.equal(instruction, 'add two');
    await run(Command.retry, id);
    await inState(document, 'staged');
    await run(Command.longer, id);
    await inState(document, 'staged');
    const editor = await vscode.window.showTextDocument(document);
    select(editor, 'x');
    await run(Command.remaskSelection);
    await inState(document, 'staged');
    // A retry may take more than one run to come to another text.
    assert.ok(told().length >= 4);
    assert.deepEqual([...new Set(told())], ['add two']);
  });

  test('do not leak into an edit that was started without one', async () => {
    const document = await stagedWith('add two');
    await run(Command.accept, (await sessionOf(document))?.id);
    const editor = await openText('return ;\n');
    putCursorAfter(editor, 'return ');
    await run(Command.infill);
    await inState(editor.document, 'staged');
    assert.deepEqual(told(), ['add two', undefined]);
  });

  test('are asked for, and the last one is offered', async () => {
    await stagedWith('add three');
    await dropSessions();
    const editor = await openText('return ;\n');
    putCursorAfter(editor, 'return ');
    const asking = run(Command.infillWithInstruction);
    // Enter, pressed until the box is there to take it.
    await until('the box was answered', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return (await sessionOf(editor.document)) !== undefined;
    });
    await asking;
    await inState(editor.document, 'staged');
    assert.deepEqual(told(), ['add three', 'add three']);
  });

  test('of an edit can be changed: the same hole is denoised again', async () => {
    const document = await stagedWith('add two');
    const { id } = await inState(document, 'staged');
    const asking = run(Command.infillWithInstruction, id);
    await until('the box was answered', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return engine.runs().length === 2;
    });
    await asking;
    assert.deepEqual(told(), ['add two', 'add two']);
    assert.equal((await inState(document, 'staged')).id, id);
  });

  test('are part of what the model saw', async () => {
    await stagedWith('add two');
    await run(Command.showContext);
    const view = await until('the view', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === 'remask-context'),
    );
    assert.match(view.document.getText(), /instruction[\s\S]+add two[\s\S]+return /);
  });

  test('are refused by a model that takes none, before anything runs', async () => {
    await use(undefined);
    const editor = await openText('return ;\n');
    await run(Command.infillWithInstruction, TOLD);
    assert.deepEqual(engine.runs(), []);
    assert.equal(await sessionOf(editor.document), undefined);
    await use(INSTRUCT.id);
  });
});
