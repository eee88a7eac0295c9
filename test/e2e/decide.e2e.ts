/**
 * Seeing and deciding as a person does it, by keyboard and by mouse, on a scripted engine: passes, uncertain tokens,
 * alternatives, pieces and lines, lengths, strength, confidence of any code, the diff, and a reload in the middle.
 */
import { describe, expect, test } from 'vitest';
import { FILLED, LOOP, LOOP_END, LOOP_START, SOURCE, useScriptedEdit } from './support/scriptedEdit';

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
    await edit.w.press('Control+K', 'h');
    await expect.poll(() => edit.w.pickRows()).toHaveLength(4);
    await edit.w.press('ArrowUp', 'ArrowUp');
    await expect.poll(() => edit.w.attachedTo(7)).toContain('░');
    await edit.w.screenshot('decide-timeline');
    await edit.w.confirmPick();
    await edit.lens(/Pass 2\/4/);
    engine.play({ texts: ['A B C D'] });
    await edit.w.press('Control+K', 'b');
    await edit.staged();
    await textChanges();
    await edit.lens(/Pass 6\/6/);
    await edit.w.press('Control+z');
    await edit.lineShows(7, FILLED);
  });

  test('passes by mouse: the lens opens the list, a row shows its pass, lenses step and use it', async () => {
    await edit.stageByKeyboard();
    await edit.w.clickLens('Pass 4/4');
    await expect.poll(() => edit.w.pickRows()).toHaveLength(4);
    await edit.w.clickPickRow('Pass 3/4');
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
    expect(await edit.w.isDirty()).toBe(false);
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
    await expect.poll(() => edit.w.pickRows()).toHaveLength(1);
    await edit.w.screenshot('decide-alternatives');
    await edit.w.confirmPick();
    await expect.poll(() => edit.lineText(7)).toContain('(2');
    await edit.staged();
    await edit.w.press('Control+z');
    await edit.lineShows(7, FILLED);
    await edit.w.goTo({ line: 7, column: 6 });
    await edit.w.press('Control+K', '=');
    await expect.poll(() => edit.lineText(7)).toMatch(/pad/);
    await edit.staged();
    await edit.w.press('Control+z');
    await edit.lineShows(7, FILLED);
    engine.play({ texts: ['**'] });
    await edit.w.goTo({ line: 7, column: 1 });
    await edit.w.openPick('Remask: Remask with Strength…');
    await edit.w.confirmPick();
    await expect.poll(() => edit.lineText(7)).toContain('**');
    await edit.staged();
    await edit.w.press('Control+z');
    await edit.lineShows(7, FILLED);
    await edit.w.goTo({ line: 7, column: 6 });
    await edit.w.press('Control+K', 'x');
    await edit.lineShows(7, LOOP);
    await edit.noLens();
    await expect.poll(() => edit.w.isDirty()).toBe(false);
  });

  test('by keyboard: one change accepted, the other rejected; then nothing is left to decide', async () => {
    await edit.stageByKeyboard(TWO);
    await edit.w.goTo({ line: 7, column: 6 });
    await edit.w.press('Control+K', 'r');
    await edit.lineShows(7, 'total = total + diameter;');
    await edit.w.goTo({ line: 7, column: 25 });
    await edit.w.press('Control+K', 'a');
    await edit.noLens();
    expect(await edit.saved()).toBe(SOURCE.replace(LOOP, 'total = total + diameter;'));
  });

  test('by mouse: a change from the context menu, an alternative from the hover, the rest follows', async () => {
    await edit.stageByKeyboard(TWO);
    await edit.w.chooseFromContextMenu('sum =', 'Reject Change at Cursor');
    await edit.lineShows(7, 'total = total + diameter;');
    engine.play({ texts: ['a b c'] });
    await edit.w.page.mouse.move(0, 0);
    await expect.poll(() => edit.w.hover('diameter;')).toContain('and the rest follows');
    await edit.w.screenshot('decide-hover');
    await edit.w.clickInHover('diameter2');
    await expect.poll(() => edit.lineText(7)).toContain('diameter2');
    await edit.staged();
    await edit.w.clickLens('Reject');
    await edit.lineShows(7, LOOP);
  });

  test('Ctrl+Enter pressed too early writes nothing, not even a line', async () => {
    engine.play({ texts: [FILLED], passes: 4, allowed: 1 });
    await edit.w.select(LOOP_START, LOOP_END);
    await edit.w.press('Control+K', 'Control+G');
    await edit.lens(/Pass 1$/);
    await edit.w.press('Control+Enter');
    await edit.w.command('Notifications: Show Notifications');
    const told = edit.w.page.locator('.notifications-center .notification-list-item');
    await expect.poll(() => told.allInnerTexts()).toContainEqual(expect.stringContaining('still denoising'));
    await edit.w.press('Escape');
    engine.play({ texts: [FILLED], passes: 4 });
    await edit.staged();
    await edit.w.goTo({ line: 7, column: 5 });
    await edit.w.press('Control+Enter');
    await edit.noLens();
    expect(await edit.saved()).toBe(SOURCE.replace(LOOP, FILLED));
  });

  test('twenty runs while the user types: no character lost or doubled', async () => {
    const texts = ['total += area(radius);', 'total = radius * 2 + total;', 'total++;'];
    engine.play({ texts, passes: 4, passMs: 30 });
    await edit.w.select(LOOP_START, LOOP_END);
    await edit.w.press('Control+K', 'Control+G');
    await edit.staged();
    await edit.w.goTo({ line: 2, column: 1 });
    let typed = '';
    for (let run = 0; run < 20; run++) {
      await edit.w.press('Control+K', 'g');
      const words = `// run ${run} `;
      await edit.w.page.keyboard.type(words, { delay: 20 });
      typed += words;
      await edit.staged();
    }
    await edit.w.goTo({ line: 7, column: 5 });
    await edit.w.press('Control+Enter');
    await edit.noLens();
    const text = await edit.saved();
    const filled = text.split('\n')[6]?.trim() ?? '';
    expect(texts).toContain(filled);
    expect(text).toBe(SOURCE.replace('\n\n', `\n${typed}\n`).replace(LOOP, filled));
  });

  test('a reload in the middle of a review: it is offered again, and goes on', async () => {
    await edit.stageByKeyboard();
    await edit.w.reload();
    await edit.w.command('Notifications: Show Notifications');
    const offer = edit.w.page.locator('.notifications-center .notification-list-item');
    await expect.poll(() => offer.allInnerTexts()).toContainEqual(expect.stringContaining('undecided'));
    await edit.w.screenshot('decide-resume');
    await offer.locator('.monaco-button').filter({ hasText: 'Resume Review' }).click();
    // The editor may have kept the staged text or not: then it is a draft over the original again.
    await edit.lens('Accept');
    await edit.w.press('Escape');
    await edit.w.clickLens('Accept');
    await edit.lineShows(7, FILLED);
    expect(await edit.saved()).toBe(SOURCE.replace(LOOP, FILLED));
  });
});

describe('in every theme', () => {
  const THEMES = ['Default Light Modern', 'Default High Contrast', 'Default High Contrast Light'];

  test('the colours of passes and of staged text can be told apart', async () => {
    await edit.stageByKeyboard();
    for (const theme of THEMES) {
      const name = theme
        .replace(/^Default /, '')
        .replace(/\W+/g, '-')
        .toLowerCase();
      const before = await edit.w.highlights();
      edit.w.workspace.write('.vscode/settings.json', JSON.stringify({ 'workbench.colorTheme': theme }));
      await expect.poll(() => edit.w.highlights()).not.toEqual(before);
      await edit.w.screenshot(`decide-staged-${name}`);
      await edit.w.press('Shift+Alt+PageUp');
      await edit.lens(/Pass 3\/4/);
      await expect.poll(() => edit.w.attachedTo(7)).toContain('░');
      await edit.w.screenshot(`decide-pass-${name}`);
      await edit.w.press('Escape');
      await edit.lens(/Pass 4\/4/);
    }
    edit.w.workspace.write('.vscode/settings.json', '{}');
  });
});
