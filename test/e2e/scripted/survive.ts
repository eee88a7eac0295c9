/**
 * What an edit outlives, on a scripted engine: other tabs, split editors, a formatter, auto save, another program
 * that writes the file, and a reload of the window.
 */
import { describe, expect, test } from 'vitest';
import { ACTIVE_EDITOR, shownHighlights, shownLines } from '../support/editorView';
import { eventually } from '../support/poll';
import { FILE, FILLED, LOOP, SOURCE, useScriptedEdit } from '../support/scriptedEdit';

const edit = useScriptedEdit();
const { engine } = edit;

const begin = async (allowed: number) => {
  engine.play({ texts: [FILLED], passes: 4, allowed });
  await edit.selectLoop();
  await edit.w.press('Control+K', 'Control+G');
  await edit.lens(new RegExp(`Pass ${allowed}$`));
};
const goOn = () => engine.play({ texts: [FILLED], passes: 4 });
const drafted = () => expect.poll(() => edit.w.attachedTo(7)).toContain('░');

describe('an edit outlives', () => {
  test('another tab: a draft waits under way, and is staged while nobody looks', async () => {
    await begin(2);
    await edit.w.openFile('lib.ts');
    await expect.poll(() => edit.w.lenses()).toEqual([]);
    await edit.w.openFile(FILE);
    await drafted();
    await edit.w.openFile('lib.ts');
    goOn();
    await expect.poll(() => edit.w.statusBar('4 passes')).toHaveLength(1);
    await edit.w.press('Control+Tab');
    await edit.w.page.locator(`.tab.active[data-resource-name="${FILE}"]`).waitFor();
    await edit.staged();
    await edit.lineShows(7, FILLED);
    await expect.poll(() => edit.w.highlights()).not.toEqual([]);
    await edit.w.clickLens('Reject');
    await edit.lineShows(7, LOOP);
  });

  test('a split editor: both show the draft and the heat, a decision in one ends it in both', async () => {
    await begin(2);
    await edit.w.press('Control+\\');
    const other = ACTIVE_EDITOR.replace('.active', ':not(.active)');
    const attached = async () => {
      const lines = await edit.w.page.evaluate(shownLines, other);
      return (
        lines
          .find(({ line }) => line === 7)
          ?.attachments.map(({ text }) => text)
          .join('') ?? ''
      );
    };
    const heat = () => edit.w.page.evaluate(shownHighlights, other);
    await drafted();
    await expect.poll(attached).toContain('░');
    await edit.w.screenshot('survive-split-draft');
    goOn();
    await edit.staged();
    await expect.poll(attached).toBe('');
    await expect.poll(async () => (await heat()).length).toBe((await edit.w.highlights()).length);
    await edit.w.screenshot('survive-split-staged');
    await edit.w.clickLens('Accept');
    await edit.noLens();
    await expect.poll(heat).toEqual([]);
    await edit.w.command('View: Close Editor');
    expect(await edit.saved()).toBe(SOURCE.replace(LOOP, FILLED));
  });

  test('a formatter on save: its text is kept, the edit is accepted', async () => {
    await edit.configure({ 'editor.formatOnSave': true });
    await edit.stageByKeyboard('total=total+area( radius );');
    await edit.w.press('Control+s');
    await edit.noLens();
    await expect.poll(() => edit.w.workspace.read(FILE)).toBe(SOURCE.replace(LOOP, 'total = total + area(radius);'));
    await expect.poll(() => edit.w.isDirty()).toBe(false);
  });

  test('auto save: the draft stays over the file until it is accepted', async () => {
    await edit.configure({ 'files.autoSave': 'afterDelay', 'files.autoSaveDelay': 100 });
    await edit.w.goTo({ line: 2, column: 1 });
    await edit.w.type('// mine');
    const mine = SOURCE.replace("'./lib';\n", "'./lib';\n// mine");
    await expect.poll(() => edit.w.workspace.read(FILE)).toBe(mine);
    engine.play({ texts: [FILLED] });
    await edit.selectLoop();
    await edit.w.press('Control+K', 'Control+G');
    await edit.lens(/Write for Review/);
    await expect.poll(async () => (await edit.w.attachedTo(7)).replaceAll('\u00a0', ' ')).toBe(FILLED);
    expect(edit.w.workspace.read(FILE)).toBe(mine);
    await edit.w.screenshot('survive-auto-save');
    await edit.w.press('Control+Enter');
    await edit.noLens();
    await expect.poll(() => edit.w.workspace.read(FILE)).toBe(mine.replace(LOOP, FILLED));
  });

  test('another program that writes above it: the hole moves, and only it is filled', async () => {
    await begin(2);
    edit.w.workspace.write(FILE, `// from elsewhere\n${SOURCE}`);
    await expect.poll(() => edit.lineText(8)).toBe(LOOP);
    goOn();
    await edit.staged();
    await edit.lineShows(8, FILLED);
    await edit.w.clickLens('Accept');
    expect(await edit.saved()).toBe(`// from elsewhere\n${SOURCE.replace(LOOP, FILLED)}`);
  });

  test('a reload of the window: the review is offered and goes on, and reject restores the original', async () => {
    await edit.stageByKeyboard();
    await edit.w.reload();
    await edit.lineShows(7, FILLED);
    await expect.poll(() => edit.w.isDirty()).toBe(true);
    // The window before may live on for some seconds; until then its edits count as its own.
    await eventually(async () => {
      await edit.w.command('Remask: Resume Review of Undecided Edits');
      // It takes the focus when it comes, be it late: meanwhile nothing is typed.
      await expect.poll(() => edit.w.lenses(), { timeout: 8000 }).toContainEqual(expect.stringContaining('Reject'));
    });
    await expect.poll(() => edit.w.highlights()).not.toEqual([]);
    await edit.w.screenshot('survive-reload');
    await edit.w.clickLens('Reject');
    await edit.lineShows(7, LOOP);
    await edit.noLens();
  });
});
