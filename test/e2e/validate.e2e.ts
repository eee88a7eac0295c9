/**
 * Validate and remask as a person asks for it, on the bundled model, with VS Code's own TypeScript and JSON servers as
 * judges: by keyboard and by mouse. What the model finds is its own affair, but the places here are ones that it can mend.
 */
import { expect, test } from 'vitest';
import { useWorkbench } from './support/useWorkbench';
import type { Workbench } from './support/workbench';

const workbench = useWorkbench({ settings: { 'remask.validate.seconds': 60 } });

const lens = (w: Workbench, title: RegExp) =>
  expect.poll(() => w.lenses()).toContainEqual(expect.stringMatching(title));
const noLens = (w: Workbench) => expect.poll(() => w.lenses()).toEqual([]);
/** The server has had its say: the first look at a project takes it a while. */
const squiggle = (w: Workbench) =>
  expect.poll(() => w.page.locator('.monaco-editor .squiggly-error').count()).toBeGreaterThan(0);

test('by keyboard: a type error inside the selection is remasked until TypeScript has no complaint', async () => {
  const w = workbench();
  await w.openFile('src/stack.ts');
  await squiggle(w);
  await w.select({ line: 5, column: 5 }, { line: 5, column: 28 });
  await w.press('Control+K', 'Control+J');
  await lens(w, /No problems/);
  await w.screenshot('validate-typescript-dark');
  await w.press('Control+Enter');
  await noLens(w);
  const text = await w.text();
  expect(text).not.toContain('this.items.push(items);');
  expect(text).toContain('push(item: T): void {');
  await w.press('Control+z');
  await expect.poll(() => w.text()).toContain('this.items.push(items);');
  await w.closeEditorWithoutSaving();
});

test('by mouse: a field that its schema refuses is remasked, the rest of the line stays', async () => {
  const w = workbench();
  await w.openFile('order.json');
  await squiggle(w);
  await w.selectByMouse('"count": true');
  await w.chooseFromContextMenu('"count": true', 'Validate and Remask');
  await lens(w, /No problems|1 problem/);
  await w.screenshot('validate-json-dark');
  await lens(w, /Reject/);
  await w.clickLens('Reject');
  await noLens(w);
  await expect.poll(() => w.text()).toContain('"count": true');
  await w.closeEditorWithoutSaving();
});

test('every marker of a file is filled, from the palette', async () => {
  const w = workbench();
  await w.openFile('src/stack.ts');
  await w.command('Remask: Infill Every Marker');
  await lens(w, /Reject/);
  await w.screenshot('markers-staged');
  const text = await w.text();
  expect(text).not.toContain('???');
  expect(text).not.toContain('/* ... */');
  await w.press('Control+Shift+Backspace');
  await noLens(w);
  await expect.poll(() => w.text()).toContain('return ???;');
});

test('what the model saw opens beside the file, read-only', async () => {
  const w = workbench();
  await w.openFile('src/stack.ts');
  await w.goTo({ line: 5, column: 5 });
  await w.command('Remask: What Did the Model See?');
  await expect.poll(() => w.text()).toContain('Before the hole');
  await w.screenshot('what-the-model-saw');
  await w.closeEditorWithoutSaving();
});

for (const [name, theme] of [
  ['light', 'Default Light Modern'],
  ['high-contrast', 'Default High Contrast'],
] as const) {
  test(`a validated draft in ${name}`, async () => {
    const w = workbench();
    await w.command('Preferences: Color Theme');
    await w.answer(theme);
    await w.openFile('src/stack.ts');
    await w.select({ line: 13, column: 5 }, { line: 13, column: 36 });
    await w.press('Control+K', 'Control+J');
    await lens(w, /No problems|\d problems?/);
    await w.screenshot(`validate-typescript-${name}`);
    await w.press('Control+Shift+Backspace');
    await noLens(w);
    await w.closeEditorWithoutSaving();
  });
}
