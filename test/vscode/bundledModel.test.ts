/** The same way with the real engine and the bundled model: whatever it writes, it writes it where it should. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Command, SECTION, Setting } from '../../extension/ids';
import { closeEditors, openText, putCursorAfter, select } from './support/editors';
import { dropSessions, inState, noSession, remaskApi, run } from './support/remask';
import { until } from './support/until';

const HEAD = 'export function sum(values: number[]): number {\n  let total = 0;\n  ';
const BODY = 'for (const value of values) total += value;';
const TAIL = '\n  return total;\n}\n';

suite('the bundled model', () => {
  teardown(async () => {
    await dropSessions();
    await closeEditors();
  });

  test('fills in at the cursor: text before and after stays, and a reject leaves nothing', async () => {
    const editor = await openText(HEAD + TAIL);
    putCursorAfter(editor, HEAD);
    await run(Command.infill);
    const { cells } = await inState(editor.document, 'staged');
    const text = editor.document.getText();
    assert.ok(text.startsWith(HEAD) && text.endsWith(TAIL), text);
    const written = cells.map(({ span }) => text.slice(span.start, span.end)).join('');
    assert.equal(written, text.slice(HEAD.length, text.length - TAIL.length));
    await run(Command.reject);
    await noSession(editor.document);
    assert.equal(editor.document.getText(), HEAD + TAIL);
    await until('the document is clean', () => !editor.document.isDirty);
  });

  test('replaces a selection, then denoises a part of its own text again', async () => {
    const editor = await openText(HEAD + BODY + TAIL);
    select(editor, BODY);
    await run(Command.infill);
    const first = await inState(editor.document, 'staged');
    const before = editor.document.getText();
    const [from, to] = [first.cells[1], first.cells[2]];
    assert.ok(from && to, 'the model wrote fewer than three tokens');
    const at = (offset: number) => editor.document.positionAt(offset);
    editor.selection = new vscode.Selection(at(from.span.start), at(to.span.end));
    const passes: number[] = [];
    const watch = (await remaskApi()).onDidChangeSession(({ state, pass }) => {
      if (state === 'denoising') passes.push(pass);
    });
    await run(Command.remaskSelection);
    await inState(editor.document, 'staged');
    watch.dispose();
    assert.ok(passes.length > 0, 'no pass was seen');
    const after = editor.document.getText();
    assert.equal(after.slice(0, from.span.start), before.slice(0, from.span.start));
    assert.ok(after.endsWith(before.slice(to.span.end)), after);
  });

  test('denoises the less likely half of some code, and a reject brings all of it back', async () => {
    const settings = vscode.workspace.getConfiguration(SECTION);
    await settings.update(Setting.remaskStrength, 0.5, vscode.ConfigurationTarget.Global);
    try {
      const editor = await openText(HEAD + BODY + TAIL);
      select(editor, BODY);
      await run(Command.remaskSelection);
      await inState(editor.document, 'staged');
      await run(Command.reject);
      await noSession(editor.document);
      assert.equal(editor.document.getText(), HEAD + BODY + TAIL);
    } finally {
      await settings.update(Setting.remaskStrength, undefined, vscode.ConfigurationTarget.Global);
    }
  });

  test('denoises ordinary code between its two sides', async () => {
    const editor = await openText(HEAD + BODY + TAIL);
    select(editor, 'total += value');
    await run(Command.remaskSelection);
    await inState(editor.document, 'staged');
    const text = editor.document.getText();
    assert.ok(text.startsWith(`${HEAD}for (const value of values) `) && text.endsWith(`;${TAIL}`), text);
  });

  test('keeps a pinned token where it is, and denoises around it', async () => {
    const editor = await openText(HEAD + BODY + TAIL);
    select(editor, BODY);
    await run(Command.infill);
    const { cells } = await inState(editor.document, 'staged');
    const at = (offset: number) => editor.document.positionAt(offset);
    const pinned = cells[1]?.span;
    assert.ok(pinned, 'the model wrote fewer than two tokens');
    const text = editor.document.getText().slice(pinned.start, pinned.end);
    editor.selection = new vscode.Selection(at(pinned.start), at(pinned.end));
    await run(Command.pinSelection);
    await run(Command.retry);
    const again = await inState(editor.document, 'staged');
    const kept = again.cells.filter(({ mark }) => mark === 'pinned').map(({ span }) => span);
    const keptText = kept.map(({ start, end }) => editor.document.getText().slice(start, end)).join('');
    assert.equal(keptText, text);
  });

  test('keeps everything around a hole in a file with \\r\\n, tabs and emoji', async () => {
    const head = '// 👩‍👩‍👧 e\u0301\r\nconst a = 1;\r\n\t';
    const tail = '\r\n\t// 👍\r\n';
    const editor = await openText(`${head}f(a);${tail}`);
    select(editor, 'f(a);');
    await run(Command.infill);
    await inState(editor.document, 'staged');
    const text = editor.document.getText();
    assert.ok(text.startsWith(head) && text.endsWith(tail), JSON.stringify(text));
    assert.equal(/[^\r]\n/.test(text), false, JSON.stringify(text));
    await run(Command.reject);
    await until('the text is back', () => editor.document.getText() === `${head}f(a);${tail}`);
  });

  test('fills several holes of a file in one run', async () => {
    const editor = await openText(HEAD + BODY + TAIL);
    editor.selections = [new vscode.Selection(1, 14, 1, 15), new vscode.Selection(2, 36, 2, 41)];
    await run(Command.infill);
    await inState(editor.document, 'staged');
    const text = editor.document.getText();
    const [first = '', second = ''] = [HEAD.slice(0, -'0;\n  '.length), ';\n  for (const value of values) total'];
    assert.ok(text.startsWith(first) && text.includes(second) && text.endsWith(`;${TAIL}`), text);
  });
});
