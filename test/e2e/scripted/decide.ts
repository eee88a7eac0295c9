/**
 * Seeing and deciding as a person does it, by keyboard and by mouse, on a scripted engine: passes, uncertain tokens,
 * alternatives, pieces and lines, lengths, strength, confidence of any code, the diff, and a reload in the middle.
 */
import { describe, expect, test } from 'vitest';
import { FILLED, LOOP, SOURCE, useScriptedEdit } from '../support/scriptedEdit';

const edit = useScriptedEdit();
const { engine } = edit;

describe('seeing', () => {
  const textChanges = () => expect.poll(() => edit.lineText(7)).not.toBe(FILLED);

  test('passes by keyboard: step back, leave, look through the list, go on from one', async () => {
    await edit.stageByKeyboard();
    await edit.w.press('Shift+Alt+PageUp');
    await edit.lens(/Pass 3\/4/);
    await expect.poll(() => edit.w.attachedTo(7)).toContain('░');
    expect(await edit.lineText(7)).toBe(FILLED);
    await edit.w.screenshot('decide-pass-back');
    await edit.w.press('Escape');
    await edit.lens(/Pass 4\/4/);
    await expect.poll(() => edit.w.attachedTo(7)).toBe('');
    await edit.w.chord('h');
    await expect.poll(() => edit.w.quick.openRows()).toHaveLength(4);
    await edit.w.press('ArrowUp', 'ArrowUp');
    await expect.poll(() => edit.w.attachedTo(7)).toContain('░');
    await edit.w.screenshot('decide-timeline');
    await edit.w.quick.confirm();
    await edit.lens(/Pass 2\/4/);
    engine.play({ texts: ['A B C D'] });
    await edit.w.chord('b');
    await edit.staged();
    await textChanges();
    await edit.lens(/Pass 6\/6/);
    await edit.w.press('Control+z');
    await edit.lineShows(7, FILLED);
  });

  test('passes by mouse: the lens opens the list, a row shows its pass, lenses step and use it', async () => {
    await edit.stageByKeyboard();
    await edit.w.clickLens('Pass 4/4');
    await expect.poll(() => edit.w.quick.openRows()).toHaveLength(4);
    await edit.w.quick.clickRow('Pass 3/4');
    await edit.lens(/Pass 3\/4/);
    await edit.w.clickLens('Back');
    await edit.lens(/Pass 2\/4/);
    await edit.w.clickLens('Use This Pass');
    await edit.staged();
    await textChanges();
    await edit.w.clickLens('Reject');
    await edit.lineShows(7, LOOP);
    await expect.poll(() => edit.w.isDirty()).toBe(false);
  });

  test('confidence of any code: shown by key, explained by hover, an alternative chosen by mouse, gone by palette', async () => {
    engine.play({});
    await edit.w.goTo({ line: 9, column: 1 });
    await edit.w.press('Control+K', 'Control+;');
    await expect.poll(async () => (await edit.w.highlights()).length).toBeGreaterThan(20);
    await edit.w.screenshot('decide-confidence');
    await expect.poll(() => edit.w.hover('total;')).toContain('likely');
    await edit.w.screenshot('decide-confidence-hover');
    await edit.w.clickInHover('total2');
    await edit.lineShows(9, 'return total2;');
    await edit.w.press('Control+z');
    await edit.lineShows(9, 'return total;');
    await edit.w.press('Alt+.');
    await expect.poll(async () => (await edit.w.cursor()).selected).toBeGreaterThan(0);
    await edit.w.command('Remask: Show Token Confidence');
    await expect.poll(() => edit.w.highlights()).toEqual([]);
    await expect.poll(() => edit.w.isDirty()).toBe(false);
  });

  test('text that does not parse, in the line above it until somebody types in it', async () => {
    await edit.stageByKeyboard(FILLED, { drafts: 3 });
    await edit.lens(/Does not parse/);
    // The passes are those of the last draft.
    await edit.lens(/Pass 4\/4/);
    await edit.w.screenshot('decide-does-not-parse');
    await edit.w.goTo({ line: 1, column: 1 });
    await edit.w.page.keyboard.type('  ');
    await edit.lens(/Does not parse/);
    await edit.w.goTo({ line: 7, column: 6 });
    await edit.w.page.keyboard.type('x');
    await expect.poll(async () => (await edit.w.lenses()).join()).not.toMatch(/parse/);
    await edit.staged();
  });

  test('the diff, by palette and by the button in the title', async () => {
    await edit.stageByKeyboard();
    const diff = edit.w.page.locator('.monaco-diff-editor').first();
    await edit.w.command('Remask: Show Diff');
    await diff.waitFor();
    await edit.w.screenshot('decide-diff');
    await edit.w.command('View: Close Editor');
    await edit.staged();
    await edit.w.page.locator('.editor-actions [aria-label^="Show Diff"]').first().click();
    await diff.waitFor();
    await edit.w.command('View: Close Editor');
    await edit.staged();
  });

  test('the diff has its cursor in the edit, though the same lines may have been added further up: the keys decide it', async () => {
    engine.play({ texts: ['export const one = 1;\n\n'] });
    await edit.w.goTo({ line: 12, column: 1 });
    await edit.w.press('Control+K', 'Control+G');
    await edit.staged();
    await edit.w.goTo({ line: 1, column: 1 });
    await edit.w.command('Remask: Show Diff');
    await edit.w.page.locator('.monaco-diff-editor .line-insert').first().waitFor();
    // What the extension draws there says that it knows of the editor.
    await edit.w.page.locator('.monaco-diff-editor .modified .cdr[class*="ced-"]').first().waitFor();
    await expect.poll(async () => (await edit.w.cursor()).line).toBe(12);
    await edit.w.press('Control+Enter');
    await edit.w.page.locator('.monaco-diff-editor').waitFor({ state: 'hidden' });
    await edit.noLens();
    expect(await edit.saved()).toBe(
      SOURCE.replace('export const twice', 'export const one = 1;\n\nexport const twice'),
    );
  });

  test('the diff closes once its edit is decided there, and leaves the file open', async () => {
    const diff = edit.w.page.locator('.monaco-diff-editor').first();
    const tabs = edit.w.page.locator('.tab[data-resource-name^="demo.ts"]');
    const opened = async () => {
      await edit.w.command('Remask: Show Diff');
      await edit.w.page.locator('.monaco-diff-editor .modified .cdr[class*="ced-"]').first().waitFor();
    };
    await edit.stageByKeyboard();
    await opened();
    await expect.poll(() => tabs.count()).toBe(2);
    await edit.w.press('Control+Shift+Backspace');
    await diff.waitFor({ state: 'hidden' });
    expect(await tabs.count()).toBe(1);
    await edit.lineShows(7, LOOP);
    await edit.stageByKeyboard();
    await opened();
    await edit.w.press('Control+Enter');
    await diff.waitFor({ state: 'hidden' });
    await edit.lineShows(7, FILLED);
    expect(await edit.w.isDirty()).toBe(true);
  });

  test('of two edits the one that is not at hand, from the menu of the status bar', async () => {
    await edit.stageByKeyboard();
    await edit.w.goTo({ line: 12, column: 1 });
    engine.play({ texts: ['export const one = 1;\n'] });
    await edit.w.press('Control+K', 'Control+G');
    await expect.poll(() => edit.w.statusBar('2 to review')).not.toEqual([]);
    await edit.w.clickStatusBar('Remask');
    await edit.w.screenshot('decide-menu');
    await edit.w.quick.clickRow('demo.ts:7');
    await expect.poll(async () => (await edit.w.cursor()).line).toBe(7);
    await edit.w.press('Control+Enter');
    await expect.poll(() => edit.w.statusBar('2 to review')).toEqual([]);
    await edit.staged();
  });
});

describe('deciding', () => {
  const TWO = 'sum = total + diameter;';

  test('by keyboard: to an uncertain token, another in its place, longer, strength, then piece by piece', async () => {
    await edit.stageByKeyboard();
    await edit.w.goTo({ line: 7, column: 1 });
    await edit.w.press('Alt+.');
    await expect.poll(async () => (await edit.w.cursor()).selected).toBe(1);
    engine.play({ texts: ['x y z'] });
    await edit.w.press('Alt+/');
    await expect.poll(() => edit.w.quick.openRows()).toHaveLength(1);
    await edit.w.screenshot('decide-alternatives');
    await edit.w.quick.confirm();
    await expect.poll(() => edit.lineText(7)).toContain('(2');
    await edit.staged();
    await edit.w.press('Control+z');
    await edit.lineShows(7, FILLED);
    await edit.w.goTo({ line: 7, column: 6 });
    await edit.w.chord('=');
    await expect.poll(() => edit.lineText(7)).toMatch(/pad/);
    await edit.staged();
    await edit.w.press('Control+z');
    await edit.lineShows(7, FILLED);
    engine.play({ texts: ['**'] });
    await edit.w.goTo({ line: 7, column: 1 });
    await edit.w.quick.openPick('Remask: Remask with Strength…');
    await edit.w.quick.confirm();
    await expect.poll(() => edit.lineText(7)).toContain('**');
    await edit.staged();
    await edit.w.press('Control+z');
    await edit.lineShows(7, FILLED);
    await edit.w.goTo({ line: 7, column: 6 });
    await edit.w.chord('x');
    await edit.lineShows(7, LOOP);
    await edit.noLens();
    await expect.poll(() => edit.w.isDirty()).toBe(false);
  });

  test('by keyboard: one change accepted, the other rejected; then nothing is left to decide', async () => {
    await edit.stageByKeyboard(TWO);
    await edit.w.goTo({ line: 7, column: 6 });
    await edit.w.chord('r');
    await edit.lineShows(7, 'total = total + diameter;');
    await edit.w.goTo({ line: 7, column: 25 });
    await edit.w.chord('a');
    await edit.noLens();
    expect(await edit.saved()).toBe(SOURCE.replace(LOOP, 'total = total + diameter;'));
  });

  test('by keyboard: of a selection that reaches past the edit, what is selected of it is rejected', async () => {
    await edit.stageByKeyboard(TWO);
    await edit.w.select({ line: 7, column: 22 }, { line: 9, column: 3 });
    await edit.w.chord('r');
    await edit.lineShows(7, 'sum = total + radius;');
    await edit.staged();
    await edit.w.press('Control+Enter');
    await edit.noLens();
    await edit.lineShows(7, 'sum = total + radius;');
  });

  test('of text that does not parse a part: whether the rest does, nobody knows', async () => {
    await edit.stageByKeyboard(TWO, { drafts: 3 });
    await edit.lens(/Does not parse/);
    await edit.w.goTo({ line: 7, column: 6 });
    await edit.w.chord('r');
    await edit.lineShows(7, 'total = total + diameter;');
    await edit.lens(/Reject/);
    await expect.poll(async () => (await edit.w.lenses()).join()).not.toMatch(/parse/);
  });

  test('by mouse: a change from the context menu, the rest by its lens', async () => {
    await edit.stageByKeyboard(TWO);
    await edit.w.chooseFromContextMenu('sum =', 'Remask', 'Reject Change at Cursor');
    await edit.lineShows(7, 'total = total + diameter;');
    await edit.w.clickLens('Reject');
    await edit.lineShows(7, LOOP);
  });
});
