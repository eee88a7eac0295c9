/** Deciding a part of an edit where it is not plain what belongs to it: at its ends, where nothing is left, between others. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Command } from '../../extension/ids';
import { openText, putCursorAfter, redo, select, type, undo } from './support/editors';
import { inState, noSession, run, sessionOf } from './support/remask';
import { until } from './support/until';
import { useFakeEngine } from './support/useFakeEngine';

const SOURCE = 'head\n  const one = alpha;\n  const two = beta;\ntail\n';
const BODY = '  const one = alpha;\n  const two = beta;';
const FILLED = '  const uno = alpha;\n  const dos = beta;';
const RESULT = SOURCE.replace(BODY, FILLED);

suite('deciding about parts', () => {
  const engine = useFakeEngine();

  async function staged(filled = FILLED, hole = BODY): Promise<vscode.TextEditor> {
    engine.play({ texts: [filled] });
    const editor = await openText(SOURCE, 'txt');
    select(editor, hole);
    await run(Command.infill);
    await inState(editor.document, 'staged');
    return editor;
  }

  test('of a selection that reaches past the text under review, the part in it is decided', async () => {
    const editor = await staged(FILLED.replace('alpha', 'gamma'));
    select(editor, 'gamma;\n  const dos = beta;\nta');
    await run(Command.rejectSelection);
    assert.equal(editor.document.getText(), RESULT.replace('dos', 'two'));
    select(editor, 'head\n  const uno');
    await run(Command.acceptSelection);
    await noSession(editor.document);
    assert.equal(editor.document.getText(), RESULT.replace('dos', 'two'));
  });

  test('a line that the selection only reaches is not selected', async () => {
    const editor = await staged();
    select(editor, '  const uno = alpha;\n');
    await run(Command.rejectLine);
    assert.equal(editor.document.getText(), RESULT.replace('uno', 'one'));
    assert.equal((await sessionOf(editor.document))?.state, 'staged');
  });

  test('lines that were only removed are rejected, or accepted, at their place', async () => {
    const editor = await staged('', `${BODY}\n`);
    assert.equal(editor.document.getText(), 'head\ntail\n');
    await run(Command.rejectHunk);
    await noSession(editor.document);
    assert.equal(editor.document.getText(), SOURCE);
    await until('the document is clean', () => !editor.document.isDirty);
    select(editor, `${BODY}\n`);
    await run(Command.infill);
    await inState(editor.document, 'staged');
    await run(Command.acceptHunk);
    await noSession(editor.document);
    assert.equal(editor.document.getText(), 'head\ntail\n');
  });

  test('what the user has typed over a change is accepted with it', async () => {
    const editor = await staged();
    select(editor, 'uno');
    await type('eins');
    await run(Command.acceptHunk);
    putCursorAfter(editor, 'dos');
    await run(Command.acceptHunk);
    await noSession(editor.document);
    assert.equal(editor.document.getText(), RESULT.replace('uno', 'eins'));
  });

  test('of lines written at an indented cursor the first is rejected: the next takes its place; undo and redo lead back and forth', async () => {
    const source = 'def f():\r\n\t\r\n';
    engine.play({ texts: ['one\n\ttwo\n\n\tthree'] });
    const editor = await openText(source, 'txt');
    const { document } = editor;
    putCursorAfter(editor, '\t');
    await run(Command.infill);
    await inState(document, 'staged');
    const all = 'def f():\r\n\tone\r\n\ttwo\r\n\r\n\tthree\r\n';
    assert.equal(document.getText(), all);
    const texts = [all, all.replace('one\r\n\t', ''), all.replace('one\r\n\t', '').replace('\r\n\r\n\t', '\r\n\t')];
    for (const [line, text] of [
      [1, texts[1]],
      [2, texts[2]],
    ] as const) {
      editor.selection = new vscode.Selection(line, 0, line, 0);
      await run(Command.rejectLine);
      assert.equal(document.getText(), text);
      assert.equal(editor.selection.active.line, line);
    }
    for (const text of [texts[1], texts[0]]) {
      await undo();
      assert.equal(document.getText(), text);
      await inState(document, 'staged');
    }
    for (const text of [texts[1], texts[2]]) {
      await redo();
      assert.equal(document.getText(), text);
      await inState(document, 'staged');
    }
    await run(Command.reject);
    await noSession(document);
    assert.equal(document.getText(), source);
    await until('the document is clean', () => !document.isDirty);
  });

  for (const eol of ['\n', '\r\n']) {
    test(`of lines in place of all of a file without a last line break, the last one stays beside what the others replaced (${JSON.stringify(eol)})`, async () => {
      engine.play({ texts: ['x\ny\nz'] });
      const editor = await openText(`a${eol}b`, 'txt');
      const { document } = editor;
      editor.selection = new vscode.Selection(0, 0, 1, 1);
      await run(Command.infill);
      await inState(document, 'staged');
      assert.equal(document.getText(), ['x', 'y', 'z'].join(eol));
      putCursorAfter(editor, 'z');
      await run(Command.acceptLine);
      await run(Command.reject);
      await noSession(document);
      assert.equal(document.getText(), `a${eol}z`);
      await undo();
      assert.equal(document.getText(), ['x', 'y', 'z'].join(eol));
    });
  }
});
