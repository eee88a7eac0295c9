/**
 * The extension in the hands of a person, before any edit: it is installed, it is offered, it starts.
 */
import { expect, test } from 'vitest';
import { editorFocus } from '../support/editorFocus';
import { workbench } from './sampleWorkbench';

test('the palette offers the commands of the extension', async () => {
  const w = workbench();
  await w.openFile('src/cart.ts');
  expect(await w.text()).toContain('export function countItems');
  expect(await w.quick.paletteOffers('Remask: ')).toContain('Remask: Infill');
});

test('running one of them starts it, as the status bar shows', async () => {
  const w = workbench();
  await w.command('Remask: Show Log');
  await expect.poll(() => w.statusBar('Remask')).not.toEqual([]);
  await w.screenshot('workbench');
  // The log takes half of the screen from what comes next.
  await w.command('View: Hide Panel');
});

const WALKTHROUGH = 'Get Started with Remask';

async function openWalkthrough(): Promise<void> {
  const w = workbench();
  await w.quick.openPick('Welcome: Open Walkthrough...', WALKTHROUGH);
  await w.quick.clickRow(WALKTHROUGH);
  await w.page.locator('.getting-started-step').first().waitFor();
}

test('the walkthrough opens from the palette with its five steps', async () => {
  const w = workbench();
  await openWalkthrough();
  expect(await w.page.locator('.getting-started-step').count()).toBe(5);
  await w.screenshot('walkthrough');
});

test('its buttons are about the editor that it hides: the example waits with the cursor in a hole, which is filled', async () => {
  const w = workbench();
  const button = (label: string) => w.page.locator('.getting-started-step .monaco-button').filter({ hasText: label });
  await button('Open an Example').click();
  await expect.poll(async () => (await w.lines()).find(({ line }) => line === 19)?.text).toContain('countItems');
  await expect.poll(async () => (await w.cursor()).line).toBe(20);
  await openWalkthrough();
  await button('Infill').click();
  await expect.poll(() => w.lenses()).toContainEqual(expect.stringMatching(/Reject/));
  await editorFocus(w.page);
  await w.press('Control+Shift+Backspace');
  await expect.poll(() => w.lenses()).toEqual([]);
  await openWalkthrough();
  await w.page.locator('[data-done-step-id$="fill"][aria-checked="true"]').waitFor();
});
