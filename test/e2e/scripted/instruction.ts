/** An instruction beside a hole, on a scripted engine with a model that takes one and a model that does not. */
import { expect, test } from 'vitest';
import { INSTRUCT } from '../../support/instructModel';
import { FILLED, LOOP, useScriptedEdit } from '../support/scriptedEdit';

const PLAIN = { ...INSTRUCT, id: 'owner/plain', description: 'Fills holes.', takesInstruction: false };
const COMMAND = 'Remask: Infill with Instruction…';
const edit = useScriptedEdit();

/** In the workspace: a window takes such a setting from the machine that it works on, not from the user's. */
async function play(model: string): Promise<void> {
  edit.engine.play({ texts: [FILLED], models: [PLAIN, INSTRUCT] });
  await edit.configure({ 'remask.model': model });
}

test('a model that takes none is found out when it loads: what to do is one click away', async () => {
  await play(PLAIN.id);
  await edit.w.command(COMMAND);
  await expect
    .poll(async () => (await edit.w.notifications.behindBell()).join('\n'))
    .toContain('owner/plain takes no instructions: choose a model that follows them');
  await edit.w.screenshot('instruction-refused');
  await edit.w.notifications.clickButton('Select Model');
  await edit.w.quick.pick('instruct', INSTRUCT.id);
  // Where the workspace names a model, a choice in the user's settings would change nothing.
  await expect.poll(() => edit.w.workspace.read('.vscode/settings.json')).toContain(INSTRUCT.id);
  await edit.w.quick.openPick(COMMAND);
  await edit.w.press('Escape');
});

test('one that takes them is told by mouse; the line above says what, and a click changes it', async () => {
  await play(INSTRUCT.id);
  await edit.drag(LOOP);
  await edit.w.chooseFromContextMenu(LOOP, 'Remask', 'Infill with Instruction…');
  await expect.poll(() => edit.w.page.locator('.quick-input-widget').innerText()).toContain('What is to stand here?');
  await edit.w.screenshot('instruction-asked');
  await edit.w.quick.answer('add up the areas, doubled');
  await edit.staged();
  await edit.lens(/add up the areas, doubled/);
  await edit.w.screenshot('instruction-staged');
  await edit.w.clickLens(/add up the areas/);
  await expect.poll(() => edit.w.page.locator('.quick-input-box input').inputValue()).toBe('add up the areas, doubled');
  await edit.w.quick.answer('add up the areas');
  await edit.lens(/add up the areas$/);
  await edit.staged();
});

test('by keyboard, the last instruction is taken again with Enter', async () => {
  await play(INSTRUCT.id);
  await edit.selectLoop();
  await edit.w.quick.openPick(COMMAND);
  await expect.poll(() => edit.w.page.locator('.quick-input-box input').inputValue()).toBe('add up the areas');
  await edit.w.press('Enter');
  await edit.staged();
  await edit.lens(/add up the areas$/);
});
