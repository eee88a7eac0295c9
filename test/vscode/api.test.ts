/** What other extensions and agents get: text without an edit, edits that the user decides, and clear refusals. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Command, Tool } from '../../extension/ids';
import { openText } from './support/editors';
import { inState, noSession, remaskApi, run } from './support/remask';
import { useFakeEngine } from './support/useFakeEngine';

const SOURCE = 'const a = f(1);\nconst b = g(2);\n';
const FIRST = new vscode.Range(0, 10, 0, 14);
const SECOND = new vscode.Range(1, 10, 1, 14);

suite('the public API', () => {
  const engine = useFakeEngine();

  test('proposes text for several ranges, in document order, and leaves the document alone', async () => {
    engine.play({ texts: ['one()', 'two()'] });
    const { document } = await openText(SOURCE);
    const api = await remaskApi();
    const { holes, documentVersion, model } = await api.propose(document, [SECOND, FIRST], { seed: 0 });
    assert.deepEqual(
      holes.map(({ range, text }) => [range.start.line, text]),
      [
        [0, 'one()'],
        [1, 'two()'],
      ],
    );
    assert.deepEqual([documentVersion, model, api.version], [document.version, 'fake', 1]);
    assert.equal(document.getText(), SOURCE);
    assert.deepEqual([document.isDirty, api.sessions()], [false, []]);
  });

  test('refuses ranges that meet, and a run that the document has outrun', async () => {
    const { document } = await openText(SOURCE);
    const api = await remaskApi();
    await assert.rejects(api.propose(document, [FIRST, new vscode.Range(0, 14, 0, 15)]), /join them/);
    await assert.rejects(api.propose(document, []), /at least one range/);
    engine.play({ fail: { kind: 'stale', message: 'stale' } });
    const asked = api.propose(document, [FIRST]);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '// ');
    await vscode.workspace.applyEdit(edit);
    await assert.rejects(asked, /stale|changed meanwhile/);
  });

  test('a cancelled proposal rejects, and the engine is told', async () => {
    engine.play({ allowed: 0 });
    const { document } = await openText(SOURCE);
    const source = new vscode.CancellationTokenSource();
    const asked = (await remaskApi()).propose(document, [FIRST], { token: source.token });
    source.cancel();
    await assert.rejects(asked, /cancelled/);
  });

  test('starts an edit that the user decides, and keeps off one that waits for them', async () => {
    engine.play({ texts: ['one()'] });
    const { document } = await openText(SOURCE);
    const api = await remaskApi();
    const offered = await api.edit(document, [FIRST]);
    assert.equal(offered.state, 'staged');
    assert.equal(document.getText(), SOURCE.replace('f(1)', 'one()'));
    await assert.rejects(api.edit(document, [FIRST]), /not decided yet/);
    await run(Command.reject);
    await noSession(document);
    assert.equal(document.getText(), SOURCE);
  });
});

suite('the tool for agents', () => {
  const engine = useFakeEngine();

  const place = { startLine: 1, startColumn: 11, endLine: 1, endColumn: 15 };
  async function call(input: object): Promise<Record<string, unknown>> {
    const result = await vscode.lm.invokeTool(Tool.infill, { input, toolInvocationToken: undefined });
    const [part] = result.content;
    assert.ok(part instanceof vscode.LanguageModelTextPart);
    return JSON.parse(part.value) as Record<string, unknown>;
  }

  test('is offered with a schema', () => {
    const tool = vscode.lm.tools.find(({ name }) => name === Tool.infill);
    assert.ok(tool?.inputSchema, 'the tool is not registered');
  });

  test('returns text and changes nothing', async () => {
    engine.play({ texts: ['one()'] });
    const { document } = await openText(SOURCE);
    const answer = await call({ file: vscode.workspace.asRelativePath(document.uri), ...place });
    assert.deepEqual([answer['text'], answer['document']], ['one()', 'unchanged']);
    assert.equal(document.getText(), SOURCE);
  });

  test('refuses a file outside of the workspace', async () => {
    await assert.rejects(call({ file: '/etc/hostname', ...place }), /neither open nor a file of this workspace/);
    await assert.rejects(call({ file: '../../../../etc/hostname', ...place }), /neither open nor a file/);
  });

  test('stages an edit only when asked to', async () => {
    engine.play({ texts: ['one()'] });
    const { document } = await openText(SOURCE);
    const asked = call({ file: document.uri.fsPath, ...place, stage: true });
    void asked.catch(() => undefined);
    await inState(document, 'staged');
    assert.equal((await asked)['state'], 'staged');
    assert.equal(document.getText(), SOURCE.replace('f(1)', 'one()'));
  });
});
