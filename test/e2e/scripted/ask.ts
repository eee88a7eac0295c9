/**
 * Every place that can be asked about, on a scripted engine: markers, several cursors, a notebook's cell, a file without a
 * name; and what the model saw.
 */
import { describe, expect, test } from 'vitest';
import { editorFocus } from '../support/editorFocus';
import { useScriptedEdit } from '../support/scriptedEdit';

const MARKED = `export const a = ???;
export const b = /* ... */;
// TODO: fill in the rest
`;
const NOTEBOOK = JSON.stringify({
  cells: [
    { cell_type: 'code', source: ['first = 1\n', 'second = 2'], metadata: {}, outputs: [], execution_count: null },
    { cell_type: 'code', source: ['total = 1 + 2'], metadata: {}, outputs: [], execution_count: null },
  ],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
});
const FILES = { 'marked.ts': MARKED, 'book.ipynb': NOTEBOOK, 'short.ts': 'one();\ntwo();\nthree();\n' };
const edit = useScriptedEdit({ files: FILES, settings: { 'remask.seed': 0 } });
const { engine } = edit;

/** The text on the screen, without a file's last empty line. */
const shows = (text: string) => expect.poll(async () => (await edit.w.text()).trimEnd()).toBe(text);

describe('an infill is asked for', () => {
  test('at every marker of a file, jointly: by mouse, and by palette with a look at the passes', async () => {
    engine.play({ texts: ['1', '2', 'export {};'] });
    await edit.w.openFile('marked.ts');
    await edit.w.chooseFromContextMenu('const b', 'Remask', 'Infill Every Marker');
    await edit.staged();
    await shows('export const a = 1;\nexport const b = 2;\nexport {};');
    await edit.w.screenshot('ask-markers-staged');
    await edit.w.clickLens('Reject');
    await shows(MARKED.trimEnd());
    engine.play({ texts: ['1', '2', 'export {};'], passes: 4, allowed: 2 });
    await edit.w.command('Remask: Infill Every Marker');
    await edit.lens(/Pass 2$/);
    await expect.poll(() => edit.w.attachedTo(1)).not.toBe('');
    await expect.poll(() => edit.w.attachedTo(3)).not.toBe('');
    await edit.w.screenshot('ask-markers-draft');
    engine.play({ texts: ['1', '2', 'export {};'], passes: 4 });
    await edit.staged();
    await edit.w.press('Control+s');
    await expect
      .poll(() => edit.w.workspace.read('marked.ts'))
      .toBe('export const a = 1;\nexport const b = 2;\nexport {};\n');
  });

  test('at every cursor: placed by keyboard, and by mouse', async () => {
    engine.play({ texts: ['1', '2'] });
    await edit.w.openFile('short.ts');
    await edit.w.goTo({ line: 1, column: 5 });
    await edit.w.press('Shift+Alt+ArrowDown');
    await expect.poll(() => edit.w.cursors()).toBe(2);
    await edit.w.press('Control+K', 'Control+G');
    await edit.staged();
    await shows('one(1);\ntwo(2);\nthree();');
    await edit.w.screenshot('ask-cursors-staged');
    await edit.w.press('Control+Shift+Backspace');
    await shows('one();\ntwo();\nthree();');
    // The row above the edit goes, and the lines below it move up.
    await edit.noLens();
    await edit.w.goTo({ line: 1, column: 5 });
    await edit.w.addCursorByMouse('three();', 6);
    await expect.poll(() => edit.w.cursors()).toBe(2);
    await edit.w.press('Control+K', 'Control+G');
    await edit.staged();
    await shows('one(1);\ntwo();\nthree(2);');
    await edit.w.closeEditorWithoutSaving();
  });

  test('in a cell of a notebook: selected and asked by mouse, decided by key; other cells stay', async () => {
    engine.play({ texts: ['first + second'] });
    const cellAt = await edit.w.openNotebook('book.ipynb');
    const cell = cellAt(1);
    await cell.selectByMouse('1 + 2');
    await edit.w.press('Control+K', 'Control+G');
    await expect.poll(() => cell.text()).toBe('total = first + second');
    await expect.poll(() => cell.lenses()).toContainEqual(expect.stringContaining('Accept'));
    await edit.w.screenshot('ask-notebook-staged');
    await edit.w.press('Control+Shift+Backspace');
    await expect.poll(() => cell.text()).toBe('total = 1 + 2');
    await expect.poll(() => cell.lenses()).toEqual([]);
    expect(await cellAt(0).text()).toBe('first = 1\nsecond = 2');
    await edit.w.command('View: Revert and Close Editor');
  });

  test('in a file that has no name yet', async () => {
    engine.play({ texts: ['filled'] });
    await edit.w.command('File: New Untitled Text File');
    await edit.w.page.locator('.tab.active[data-resource-name^="Untitled"]').waitFor();
    await editorFocus(edit.w.page);
    await edit.w.type('before  after');
    await edit.w.goTo({ line: 1, column: 8 });
    await edit.w.press('Control+K', 'Control+G');
    await edit.staged();
    await shows('before filled after');
    await edit.w.screenshot('ask-untitled-staged');
    await edit.w.press('Control+Enter');
    await edit.noLens();
    await edit.w.closeEditorWithoutSaving();
  });
});

test('what the model saw: by mouse for the edit at the cursor, by palette for a selection', async () => {
  await edit.stageByKeyboard();
  const seen = edit.w.page.locator('.tab.active').filter({ hasText: 'Seen by the model' });
  await edit.w.chooseFromContextMenu('area(', 'Remask', 'What Did the Model See?');
  await seen.waitFor();
  await expect.poll(() => edit.w.text()).toMatch(/Before the hole[\s\S]+The hole, which the model does not see/);
  await edit.w.screenshot('ask-seen');
  await edit.w.command('View: Close Editor');
  await edit.staged();
  await edit.drag('twice');
  await edit.w.command('Remask: What Did the Model See?');
  await seen.waitFor();
  await edit.w.command('View: Close Editor');
});
