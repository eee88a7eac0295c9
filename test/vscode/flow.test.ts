/** The way of an edit in a real editor: denoise over untouched text, stage as one edit, decide; on a scripted engine. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Command } from '../../extension/ids';
import { openText, putCursorAfter, redo, select, type, undo } from './support/editors';
import { atPass, frameOf, inState, noSession, remaskApi, run, sessionOf } from './support/remask';
import { until } from './support/until';
import { useFakeEngine } from './support/useFakeEngine';

const SOURCE = 'export function sum(values: number[]): number {\n  let total = 0;\n  return total;\n}\n';
const BODY = '  let total = 0;\n  return total;';
const FILLED = '  return values.length;';
const RESULT = SOURCE.replace(BODY, FILLED);

suite('an edit', () => {
  const engine = useFakeEngine();

  async function staged(text: string): Promise<vscode.TextEditor> {
    engine.play({ texts: [text] });
    const editor = await openText(SOURCE);
    select(editor, BODY);
    await run(Command.infill);
    await inState(editor.document, 'staged');
    return editor;
  }

  test('refines pass by pass over untouched text, then stands in the document', async () => {
    engine.play({ texts: [FILLED], passes: 3, allowed: 0 });
    const { document } = await openText(SOURCE).then((editor) => (select(editor, BODY), editor));
    await run(Command.infill);
    for (const pass of [1, 2, 3]) {
      engine.update({ texts: [FILLED], passes: 3, allowed: pass });
      await atPass(document, pass);
      const frame = await frameOf(document, ({ attachments }) => attachments.length > 0);
      assert.deepEqual(
        frame.hidden.map(({ start }) => start.line),
        [1, 2],
      );
      assert.equal(document.getText(), SOURCE);
      assert.equal(document.isDirty, false);
    }
    engine.update({ texts: [FILLED], passes: 3 });
    await inState(document, 'staged');
    assert.equal(document.getText(), RESULT);
    const frame = await frameOf(document, ({ heat }) => heat[1].length > 0);
    assert.deepEqual([frame.hidden, frame.attachments], [[], []]);
  });

  test('accepted, it is one step for undo', async () => {
    const { document } = await staged(FILLED);
    await run(Command.accept);
    await noSession(document);
    assert.equal(document.getText(), RESULT);
    await undo();
    assert.equal(document.getText(), SOURCE);
    assert.equal(document.isDirty, false);
  });

  test('rejected, text and clean state are back', async () => {
    const { document } = await staged(FILLED);
    assert.equal(document.isDirty, true);
    await run(Command.reject);
    await noSession(document);
    assert.equal(document.getText(), SOURCE);
    await until('the document is clean', () => !document.isDirty);
  });

  test('rejected after typing elsewhere, only the region goes back', async () => {
    const editor = await staged(FILLED);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// mine\n'));
    await run(Command.reject);
    await noSession(editor.document);
    assert.equal(editor.document.getText(), `// mine\n${SOURCE}`);
  });

  test('rejected after typing elsewhere was undone, the clean state is back, too', async () => {
    const editor = await staged(FILLED);
    putCursorAfter(editor, 'export function ');
    await type('my');
    assert.notEqual(editor.document.getText(), RESULT);
    await undo();
    await until('the typing is undone', () => editor.document.getText() === RESULT);
    await run(Command.reject);
    await noSession(editor.document);
    assert.equal(editor.document.getText(), SOURCE);
    await until('the document is clean', () => !editor.document.isDirty);
  });

  for (const order of ['the later first', 'the earlier first'] as const) {
    test(`of two in one file, each is rejected, ${order}, and the clean state is back`, async () => {
      const editor = await staged(FILLED);
      const { sessions } = await remaskApi();
      engine.play({ texts: ['readonly number[]'] });
      select(editor, 'number[]');
      await run(Command.infill);
      await until('both are staged', () => sessions().filter(({ state }) => state === 'staged').length === 2);
      for (const { id } of order === 'the later first' ? sessions().toReversed() : sessions()) {
        await run(Command.reject, id);
        await until('it is over', () => sessions().every((session) => session.id !== id));
      }
      assert.equal(editor.document.getText(), SOURCE);
      await until('the document is clean', () => !editor.document.isDirty);
    });
  }

  test('of two in one file, the earlier is rejected line by line, and then the later, and the clean state is back', async () => {
    const editor = await staged('  let sum = 0;\n  return sum;');
    const { sessions } = await remaskApi();
    engine.play({ texts: ['addUp'] });
    select(editor, 'sum');
    await run(Command.infill);
    await until('both are staged', () => sessions().filter(({ state }) => state === 'staged').length === 2);
    for (const [name, back] of [
      ['let sum', 'let total'],
      ['return sum', 'return total'],
    ] as const) {
      putCursorAfter(editor, name);
      await run(Command.rejectLine);
      await until('the line is back', () => editor.document.getText().includes(back));
    }
    assert.equal(sessions().length, 1);
    await run(Command.reject);
    await until('both are over', () => sessions().length === 0);
    assert.equal(editor.document.getText(), SOURCE);
    await until('the document is clean', () => !editor.document.isDirty);
  });

  test('rejected from another tab and saved, rejecting the next one comes back to what is saved', async () => {
    const { document } = await staged(FILLED);
    await openText('another file');
    await run(Command.reject, (await sessionOf(document))?.id);
    await noSession(document);
    assert.equal(document.getText(), SOURCE);
    await document.save();
    const editor = await vscode.window.showTextDocument(document);
    select(editor, BODY);
    await run(Command.infill);
    await inState(document, 'staged');
    await run(Command.reject);
    await noSession(document);
    assert.equal(document.getText(), SOURCE);
    await until('the document is clean', () => !document.isDirty);
  });

  test('undone by the user, the session is over and the document clean', async () => {
    const { document } = await staged(FILLED);
    await undo();
    await noSession(document);
    assert.equal(document.getText(), SOURCE);
    assert.equal(document.isDirty, false);
  });

  test('undone and redone by the user, it is under review again, and rejecting it brings the clean state back', async () => {
    const { document } = await staged(FILLED);
    await undo();
    await noSession(document);
    await redo();
    await inState(document, 'staged');
    assert.equal(document.getText(), RESULT);
    await frameOf(document, ({ heat }) => heat[1].length > 0);
    await run(Command.reject);
    await noSession(document);
    assert.equal(document.getText(), SOURCE);
    assert.equal(document.isDirty, false);
  });

  test('accepted, undone and redone, it stays accepted', async () => {
    const { document } = await staged(FILLED);
    await run(Command.accept);
    await noSession(document);
    await undo();
    await redo();
    assert.equal(document.getText(), RESULT);
    await noSession(document);
  });

  test('saved by hand, it is accepted', async () => {
    const { document } = await staged(FILLED);
    await document.save();
    await noSession(document);
    assert.equal(document.getText(), RESULT);
  });

  test('a remask of a selected span changes that span only, and undo takes only that back', async () => {
    const editor = await staged('  const first = 1;\n  return first + second;');
    const before = editor.document.getText();
    engine.play({ texts: [' last'] });
    select(editor, ' second');
    await run(Command.remaskSelection);
    await until('the span changes', () => editor.document.getText() !== before);
    const session = await inState(editor.document, 'staged');
    assert.equal(editor.document.getText(), before.replace(' second', ' last'));
    assert.ok(session.cells.length > 5);
    await undo();
    assert.equal(editor.document.getText(), before);
    await inState(editor.document, 'staged');
    await run(Command.reject);
    await noSession(editor.document);
    assert.equal(editor.document.getText(), SOURCE);
    await until('the document is clean', () => !editor.document.isDirty);
  });

  test('a remask of the uncertain tokens leaves the others', async () => {
    const editor = await staged('  aa bb cc dd ee ff gg hh;');
    const before = await inState(editor.document, 'staged');
    const uncertain = before.cells.filter(({ confidence }) => confidence < 0.6).length;
    assert.ok(uncertain > 0);
    engine.play({ texts: [' zz'] });
    await run(Command.remaskUncertain);
    await until('the text changes', () => editor.document.getText().includes('zz'));
    await inState(editor.document, 'staged');
    const words = editor.document.lineAt(1).text.trim();
    assert.equal(words, 'aa bb cc dd zz ff gg zz;');
    assert.equal(engine.runs()[0]?.holes.length, uncertain);
  });

  test('remask works on ordinary code', async () => {
    engine.play({ texts: ['count'] });
    const editor = await openText('const total = a + b;\n');
    select(editor, 'total');
    await run(Command.remaskSelection);
    await inState(editor.document, 'staged');
    assert.equal(editor.document.getText(), 'const count = a + b;\n');
    assert.equal(engine.runs()[0]?.method, 'remask');
  });

  test('pinned tokens stay when the rest is tried again', async () => {
    const editor = await staged('  return alpha + beta;');
    select(editor, 'alpha');
    await run(Command.pinSelection);
    engine.play({ texts: ['  x = y;'] });
    await run(Command.retry);
    await until('the text changes', () => editor.document.getText().includes('x'));
    await inState(editor.document, 'staged');
    assert.equal(editor.document.lineAt(1).text, '  x = alpha y;');
  });

  test('text typed into staged text survives a retry', async () => {
    const editor = await staged('  return alpha;');
    putCursorAfter(editor, 'return');
    await type(' /* mine */');
    engine.play({ texts: ['  throw beta;'] });
    await run(Command.retry);
    await until('the text changes', () => editor.document.getText().includes('beta'));
    await inState(editor.document, 'staged');
    assert.ok(editor.document.lineAt(1).text.includes(' /* mine */'));
  });

  test('a selected part can be rejected or accepted by itself', async () => {
    const editor = await staged('  let sum = 0;\n  return sum;');
    select(editor, 'sum = 0');
    await run(Command.rejectSelection);
    assert.equal(editor.document.getText(), SOURCE.replace('return total', 'return sum'));
    select(editor, '  let total = 0;\n  return sum;');
    await run(Command.acceptSelection);
    await noSession(editor.document);
  });

  test('a cursor in an empty line is filled in, and does not move', async () => {
    engine.play({ texts: ['return 1;\n  // done'] });
    const editor = await openText('function f() {\n  \n}\n');
    putCursorAfter(editor, '{\n  ');
    const cursor = editor.selection.active;
    await run(Command.infill);
    await inState(editor.document, 'staged');
    assert.equal(editor.document.getText(), 'function f() {\n  return 1;\n  // done\n}\n');
    assert.deepEqual(editor.selection.active, cursor);
    await run(Command.reject);
    await noSession(editor.document);
    assert.deepEqual(editor.selection.active, cursor);
  });

  test('several selections are holes of one run', async () => {
    engine.play({ texts: ['one', 'two'] });
    const editor = await openText('f(a, b);\n');
    editor.selections = [new vscode.Selection(0, 2, 0, 3), new vscode.Selection(0, 5, 0, 6)];
    await run(Command.infill);
    await inState(editor.document, 'staged');
    const [first, second] = editor.document.getText().slice(2, -3).split(', ');
    assert.deepEqual([first, second].sort(), ['one', 'two']);
    await undo();
    assert.equal(editor.document.getText(), 'f(a, b);\n');
  });

  test('in a file with \\r\\n, around emoji, nothing shifts', async () => {
    engine.play({ texts: ['x;\n  y;'] });
    const text = 'const s = "👩‍👩‍👧";\r\nf(👍);\r\n}\r\n';
    const editor = await openText(text, 'txt');
    select(editor, 'f(👍);');
    await run(Command.infill);
    const session = await inState(editor.document, 'staged');
    assert.equal(editor.document.getText(), text.replace('f(👍);', 'x;\r\n  y;'));
    const last = session.cells.at(-1);
    assert.equal(editor.document.getText().slice(last?.span.start, last?.span.end), ';');
    await run(Command.reject);
    await until('the text is back', () => editor.document.getText() === text);
  });
});
