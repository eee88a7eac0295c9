/** Seeing and deciding in parts: pieces, lines, alternatives, lengths, passes, confidence of any code; on a scripted engine. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Command, SECTION, Setting } from '../../extension/ids';
import { openText, putCursorAfter, select, undo } from './support/editors';
import { frameOf, inState, noSession, run, sessionOf } from './support/remask';
import { until } from './support/until';
import { useFakeEngine } from './support/useFakeEngine';

const SOURCE = 'head\n  const one = alpha;\n  const two = beta;\ntail\n';
const BODY = '  const one = alpha;\n  const two = beta;';
const FILLED = '  const uno = alpha;\n  const dos = beta;';
const RESULT = SOURCE.replace(BODY, FILLED);

suite('deciding about staged text', () => {
  const engine = useFakeEngine();

  async function staged(filled = FILLED, passes = 4): Promise<vscode.TextEditor> {
    engine.play({ texts: [filled], passes });
    const editor = await openText(SOURCE, 'txt');
    select(editor, BODY);
    await run(Command.infill);
    await inState(editor.document, 'staged');
    engine.play({ texts: [filled], passes });
    return editor;
  }

  const lastHole = () => engine.runs().at(-1)?.holes[0];

  test('one change is rejected, the other accepted: then nothing is left to decide', async () => {
    const editor = await staged();
    putCursorAfter(editor, 'uno');
    await run(Command.rejectHunk);
    assert.equal(editor.document.getText(), RESULT.replace('uno', 'one'));
    await undo();
    assert.equal(editor.document.getText(), RESULT);
    await run(Command.rejectHunk);
    putCursorAfter(editor, 'dos');
    await run(Command.acceptHunk);
    await noSession(editor.document);
    assert.equal(editor.document.getText(), RESULT.replace('uno', 'one'));
  });

  test('a change that is rejected twice at a time is taken back once', async () => {
    const filled = FILLED.replace('uno', 'uno_and_a_long_rest');
    const editor = await staged(filled);
    putCursorAfter(editor, 'uno_and_a_long_rest');
    await Promise.all([run(Command.rejectHunk), run(Command.rejectHunk)]);
    assert.equal(editor.document.getText(), RESULT.replace('uno', 'one'));
    await undo();
    assert.equal(editor.document.getText(), SOURCE.replace(BODY, filled));
    await Promise.all([run(Command.rejectLine), run(Command.rejectLine)]);
    assert.equal(editor.document.getText(), RESULT.replace('uno', 'one'));
  });

  test('two changes that are rejected at a time are both taken back, also where the first moves the second', async () => {
    const editor = await staged(FILLED.replace('alpha', 'gamma'));
    const original = editor.document.getText().replace('uno', 'one').replace('gamma', 'alpha');
    for (const name of ['uno', 'gamma', 'dos']) {
      putCursorAfter(editor, name);
      if (name !== 'dos') void run(Command.rejectHunk);
    }
    await until('both are taken back', () => editor.document.getText() === original);
    assert.equal((await sessionOf(editor.document))?.state, 'staged');
  });

  test('rejected piece by piece, the document is clean again', async () => {
    const editor = await staged();
    putCursorAfter(editor, 'uno');
    await run(Command.rejectLine);
    putCursorAfter(editor, 'dos');
    await run(Command.rejectLine);
    await noSession(editor.document);
    assert.equal(editor.document.getText(), SOURCE);
    await until('the document is clean', () => !editor.document.isDirty);
  });

  test('of lines that were added where nothing stood, one is rejected, one is accepted, and the rest goes', async () => {
    const added = '  one;\n  two;\n  three;';
    engine.play({ texts: [added] });
    const editor = await openText('head\n\ntail\n', 'txt');
    editor.selection = new vscode.Selection(1, 0, 1, 0);
    await run(Command.infill);
    await inState(editor.document, 'staged');
    putCursorAfter(editor, 'two');
    await run(Command.rejectLine);
    assert.equal(editor.document.getText(), 'head\n  one;\n  three;\ntail\n');
    await undo();
    assert.equal(editor.document.getText(), `head\n${added}\ntail\n`);
    putCursorAfter(editor, 'one');
    await run(Command.acceptLine);
    await run(Command.reject);
    await noSession(editor.document);
    assert.equal(editor.document.getText(), 'head\n  one;\ntail\n');
  });

  test('an accepted line stays when the rest is rejected, and one undo takes that back', async () => {
    const editor = await staged();
    putCursorAfter(editor, 'uno');
    await run(Command.acceptLine);
    await run(Command.reject);
    await noSession(editor.document);
    assert.equal(editor.document.getText(), RESULT.replace('dos', 'two'));
    await undo();
    assert.equal(editor.document.getText(), RESULT);
  });

  test('a chosen alternative is pinned and the rest follows', async () => {
    const editor = await staged();
    putCursorAfter(editor, '  const');
    const session = await sessionOf(editor.document);
    const cell = session?.cells.find(({ span }) => editor.document.getText().slice(span.start, span.end) === ' uno');
    assert.ok(session && cell);
    engine.play({ texts: ['  let = gamma;'] });
    const uri = editor.document.uri.toString();
    await run(Command.chooseAlternative, { uri, session: session.id, span: cell.span, text: ' uno2' });
    await until('the text changes', () => editor.document.getText() !== RESULT);
    const after = await inState(editor.document, 'staged');
    assert.deepEqual(
      lastHole()?.cells?.filter((part) => 'text' in part),
      [{ text: ' uno2' }],
    );
    assert.ok(editor.document.getText().startsWith('head\n  let uno2 = gamma;'), editor.document.getText());
    assert.deepEqual(after.cells.filter(({ mark }) => mark === 'pinned').length, 1);
    await undo();
    assert.equal(editor.document.getText(), RESULT);
  });

  test('longer and shorter ask for more and fewer cells, and for just as many', async () => {
    const editor = await staged();
    const cells = (await sessionOf(editor.document))?.cells.length ?? 0;
    const asked = async (command: typeof Command.longer | typeof Command.shorter) => {
      engine.play({ texts: [FILLED] });
      await run(command);
      await until('the engine is asked', () => engine.runs().length > 0);
      await inState(editor.document, 'staged');
      assert.equal(lastHole()?.keepsLength, true);
      const open = lastHole()?.cells?.map((part) => ('open' in part ? part.open : 0)) ?? [];
      return open.reduce((sum, each) => sum + each, 0);
    };
    assert.ok((await asked(Command.longer)) > cells);
    const now = (await sessionOf(editor.document))?.cells.length ?? 0;
    assert.ok((await asked(Command.shorter)) < now);
  });

  test('a retry asks for another text than those shown and is one step for undo', async () => {
    const editor = await staged();
    engine.play({ texts: ['  const dos = 2;', '  const tres = 3;'] });
    await run(Command.retry);
    await until('the text changes', () => editor.document.getText() !== RESULT);
    await inState(editor.document, 'staged');
    assert.deepEqual(lastHole()?.shownTexts, [FILLED]);
    await undo();
    assert.equal(editor.document.getText(), RESULT);
    await inState(editor.document, 'staged');
  });

  test('a retry that comes to a text already seen tries further seeds, and says so if that is all there is', async () => {
    const seed = vscode.workspace.getConfiguration(SECTION);
    await seed.update(Setting.seed, 0, vscode.ConfigurationTarget.Global);
    try {
      const editor = await staged();
      engine.play({ texts: [FILLED, FILLED, '  const tres = 3;'] });
      await run(Command.retry);
      await until('the text changes', () => editor.document.getText().includes('tres'));
      await inState(editor.document, 'staged');
      assert.equal(engine.runs().length, 2);
      engine.play({ texts: [FILLED] });
      await run(Command.retry);
      await inState(editor.document, 'staged');
      assert.equal(engine.runs().length, 4);
      assert.equal(editor.document.getText(), RESULT);
    } finally {
      await seed.update(Setting.seed, undefined, vscode.ConfigurationTarget.Global);
    }
  });

  test('passes can be looked at in place; the document stays as it is', async () => {
    const { document } = await staged();
    await run(Command.passBack);
    assert.equal((await inState(document, 'viewing')).pass, 3);
    const frame = await frameOf(document, ({ attachments }) => attachments.length > 0);
    assert.deepEqual(
      frame.hidden.map(({ start }) => start.line),
      [1, 2],
    );
    assert.equal(document.getText(), RESULT);
    await run(Command.passForward);
    await inState(document, 'staged');
    await frameOf(document, ({ hidden }) => hidden.length === 0);
  });

  test('an earlier pass can be used: one edit, one undo', async () => {
    const { document } = await staged();
    await run(Command.passBack);
    const draft = (await inState(document, 'viewing')).drafts[0];
    await run(Command.stopHere);
    await inState(document, 'staged');
    assert.equal(document.getText(), SOURCE.replace(BODY, draft ?? ''));
    await undo();
    assert.equal(document.getText(), RESULT);
    await inState(document, 'staged');
  });

  test('a branch goes on from a pass: its decided cells stay, the rest is denoised with another seed', async () => {
    const editor = await staged();
    await run(Command.passBack);
    await run(Command.passBack);
    const draft = (await inState(editor.document, 'viewing')).drafts[0] ?? '';
    engine.play({ texts: [' X Y Z'] });
    await run(Command.branchHere);
    await until('the text changes', () => editor.document.getText() !== RESULT);
    const session = await inState(editor.document, 'staged');
    const given = lastHole()?.cells ?? [];
    assert.equal(given.map((part) => ('text' in part ? part.text : '')).join(''), draft);
    assert.ok(given.some((part) => 'open' in part));
    assert.ok(editor.document.getText().includes(' X'));
    assert.equal(session.pass, 2 + 4);
    assert.equal(session.cells.filter(({ mark }) => mark === 'pinned').length, 0);
    await run(Command.reject);
    await noSession(editor.document);
    assert.equal(editor.document.getText(), SOURCE);
    await until('the document is clean', () => !editor.document.isDirty);
  });

  test('the cursor goes from uncertain token to uncertain token and back', async () => {
    const editor = await staged();
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    const selected: string[] = [];
    for (const command of [Command.nextUncertain, Command.nextUncertain, Command.previousUncertain] as const) {
      await run(command);
      selected.push(editor.document.getText(editor.selection).trim());
    }
    const session = await sessionOf(editor.document);
    const uncertain = session?.cells.filter(({ confidence }) => confidence < 0.6) ?? [];
    const texts = uncertain.map(({ span }) => editor.document.getText().slice(span.start, span.end).trim());
    assert.ok(texts.length >= 2);
    assert.deepEqual(selected, [texts[0], texts[1], texts[0]]);
    const frame = await frameOf(editor.document, ({ ruler }) => ruler.length > 0);
    assert.equal(frame.ruler.length, uncertain.length);
  });

  test('a formatter on save finds ordinary text; nothing is lost and the session is over', async () => {
    const formatter = vscode.languages.registerDocumentFormattingEditProvider(
      { pattern: '**/*.txt' },
      {
        provideDocumentFormattingEdits: (document) => [
          vscode.TextEdit.insert(new vscode.Position(0, 0), '// formatted\n'),
          vscode.TextEdit.replace(document.lineAt(1).range, document.lineAt(1).text.trim()),
        ],
      },
    );
    const configuration = vscode.workspace.getConfiguration('editor');
    await configuration.update('formatOnSave', true, vscode.ConfigurationTarget.Global);
    try {
      const { document } = await staged();
      await document.save();
      await noSession(document);
      assert.equal(document.getText(), `// formatted\n${RESULT.replace('  const uno', 'const uno')}`);
      assert.equal(document.isDirty, false);
    } finally {
      await configuration.update('formatOnSave', undefined, vscode.ConfigurationTarget.Global);
      formatter.dispose();
    }
  });

  test('a file that another program changes during a run is taken in; the run is given up, not misplaced', async () => {
    engine.play({ texts: [FILLED], passes: 4, allowed: 2 });
    const { document } = await openText(SOURCE, 'txt').then((editor) => (select(editor, BODY), editor));
    await run(Command.infill);
    await until('two passes', async () => (await sessionOf(document))?.pass === 2);
    const other = `new head\n${SOURCE.replace('alpha', 'ALPHA')}`;
    await vscode.workspace.fs.writeFile(document.uri, new TextEncoder().encode(other));
    await until('the change is seen', () => document.getText() === other);
    engine.update({ texts: [FILLED] });
    await until('the session has ended', async () => {
      const state = (await sessionOf(document))?.state;
      return state === undefined || state === 'staged';
    });
    const text = document.getText();
    assert.ok(text.startsWith('new head\nhead\n') && text.endsWith('\ntail\n'), text);
  });

  test('in split editors both show the same, and the decision ends it in both', async () => {
    const { document } = await staged();
    await vscode.commands.executeCommand('workbench.action.splitEditor');
    assert.equal(vscode.window.visibleTextEditors.filter((editor) => editor.document === document).length, 2);
    await run(Command.reject);
    await noSession(document);
    assert.equal(document.getText(), SOURCE);
    await until('the document is clean', () => !document.isDirty);
  });
});
