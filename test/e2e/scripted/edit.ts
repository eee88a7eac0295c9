/**
 * An edit as a person makes it, by keyboard and by mouse, on a scripted engine: every state is on the screen for as long
 * as the test wants to look at it. Screenshots stay in test/artifacts.
 */
import { describe, expect, test } from 'vitest';
import { FILLED, LOOP, SOURCE, useScriptedEdit } from '../support/scriptedEdit';

const edit = useScriptedEdit();
const { engine } = edit;

describe('an edit', () => {
  test('by keyboard: the hole refines pass by pass over an untouched document, is staged, and accepted', async () => {
    engine.play({ texts: [FILLED], passes: 4, allowed: 0 });
    await edit.selectLoop();
    await edit.w.press('Control+K', 'Control+G');
    await edit.lens(/Preparing/);
    const drafts: string[] = [];
    for (const pass of [1, 2, 3]) {
      engine.play({ texts: [FILLED], passes: 4, allowed: pass });
      await edit.lens(new RegExp(`Pass ${pass}$`));
      await expect.poll(() => edit.w.attachedTo(7)).not.toBe(drafts.at(-1) ?? '');
      drafts.push(await edit.w.attachedTo(7));
      expect(await edit.w.isDirty()).toBe(false);
      await edit.w.screenshot(`edit-pass-${pass}`);
    }
    const masks = drafts.map((draft) => draft.split('░').length - 1);
    expect(masks).toEqual([...masks].sort((a, b) => b - a));
    expect(masks[0]).toBeGreaterThan(masks[2] ?? NaN);
    engine.play({ texts: [FILLED], passes: 4 });
    await edit.staged();
    await edit.lineShows(7, FILLED);
    await expect.poll(() => edit.w.highlights()).not.toEqual([]);
    await edit.w.screenshot('edit-staged');
    await edit.w.press('Control+Enter');
    await edit.noLens();
    await expect.poll(() => edit.w.highlights()).toEqual([]);
    expect(await edit.saved()).toBe(SOURCE.replace(LOOP, FILLED));
  });

  test('by mouse: infill from the context menu, rejected by its lens: text and clean state are back', async () => {
    engine.play({ texts: [FILLED] });
    await edit.drag(LOOP);
    await edit.w.chooseFromContextMenu(LOOP, 'Infill');
    await edit.staged();
    await edit.lineShows(7, FILLED);
    await expect.poll(() => edit.w.isDirty()).toBe(true);
    await edit.w.clickLens('Reject');
    await edit.noLens();
    await edit.lineShows(7, LOOP);
    await expect.poll(() => edit.w.isDirty()).toBe(false);
  });

  test('Remask Selection by mouse changes only the selected span of staged text', async () => {
    await edit.stageByKeyboard();
    engine.play({ texts: ['diameter'] });
    await edit.drag('radius) * 2');
    await edit.w.screenshot('edit-remask-selected');
    await edit.w.openContextMenu('radius) * 2');
    await edit.w.screenshot('edit-context-menu');
    await edit.w.press('Escape');
    await edit.w.chooseFromContextMenu('radius) * 2', 'Remask Selection');
    await edit.lineShows(7, 'total += area(diameter;');
    await edit.staged();
    await edit.w.screenshot('edit-remasked');
    await edit.w.clickLens('Accept');
    expect(await edit.saved()).toBe(SOURCE.replace(LOOP, 'total += area(diameter;'));
  });

  test('Remask Selection on ordinary code denoises the selection, both sides fixed', async () => {
    engine.play({ texts: ['x * 2'] });
    await edit.drag('x + x');
    await edit.w.press('Control+K', 'Control+Y');
    await expect.poll(() => edit.lineText(12)).toContain('x * 2;');
    await edit.staged();
    await edit.w.press('Control+Enter');
    await edit.noLens();
    expect(await edit.saved()).toBe(SOURCE.replace('x + x', 'x * 2'));
  });

  test('every decision is one step for undo', async () => {
    await edit.stageByKeyboard();
    await edit.w.clickLens('Accept');
    await edit.noLens();
    await edit.w.press('Control+z');
    await edit.lineShows(7, LOOP);
    await expect.poll(() => edit.w.isDirty()).toBe(false);
  });

  test('typing before the hole shifts it, typing inside it stays as pinned text', async () => {
    engine.play({ texts: ['total += area(radius);'], passes: 4, allowed: 2 });
    await edit.selectLoop();
    await edit.w.press('Control+K', 'Control+G');
    await edit.lens(/Pass 2$/);
    await edit.w.goTo({ line: 2, column: 1 });
    await edit.w.type('// typed before');
    await edit.lens(/Pass 2$/);
    await edit.w.goTo({ line: 7, column: 13 });
    await edit.w.type('/*mine*/');
    await edit.lens(/Pass 2$/);
    await edit.w.screenshot('edit-typed-inside');
    engine.play({ texts: ['total += area(radius);'], passes: 4 });
    await edit.staged();
    await edit.w.clickLens('Accept');
    const text = await edit.saved();
    expect(text).toContain("'./lib';\n// typed before\n/** The sum");
    expect(text.split('/*mine*/')).toHaveLength(2);
    expect(text).not.toContain(LOOP);
    expect(text.endsWith('return total;\n}\n\nexport const twice = (x: number) => x + x;\n')).toBe(true);
  });

  test('Escape cancels a run and leaves everything as it was', async () => {
    engine.play({ texts: [FILLED], passes: 4, allowed: 1 });
    await edit.selectLoop();
    await edit.w.press('Control+K', 'Control+G');
    await edit.lens(/Pass 1$/);
    await edit.w.press('Escape');
    await edit.noLens();
    await edit.lineShows(7, LOOP);
    await expect.poll(() => edit.w.attachedTo(7)).toBe('');
    expect(await edit.w.isDirty()).toBe(false);
  });

  test('an engine that dies in mid-run leaves the document and the last good pass; it can be started again', async () => {
    engine.play({ texts: [FILLED], passes: 4, allowed: 2 });
    await edit.selectLoop();
    await edit.w.press('Control+K', 'Control+G');
    await edit.lens(/Pass 2$/);
    const draft = await edit.w.attachedTo(7);
    engine.play({ texts: [FILLED], passes: 4, allowed: 2, dieAt: 3 });
    await edit.lens(/Stopped at pass 2/);
    expect(await edit.w.attachedTo(7)).toBe(draft);
    expect(await edit.w.isDirty()).toBe(false);
    // The test driver holds toasts back; what they would have said is in the centre.
    await edit.w.command('Notifications: Show Notifications');
    const message = edit.w.page.locator('.notifications-center .notification-list-item');
    await expect.poll(() => message.allInnerTexts()).toContainEqual(expect.stringContaining('Your text is untouched'));
    await edit.w.screenshot('edit-engine-died');
    engine.play({ texts: [FILLED] });
    await message.locator('.monaco-button').filter({ hasText: 'Restart and Retry' }).click();
    await edit.staged();
    await edit.lineShows(7, FILLED);
  });
});
