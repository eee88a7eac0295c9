/**
 * Validate and remask as a person asks for it, by keyboard, on the bundled model, with VS Code's own TypeScript server as
 * judge. What the model finds is its own affair, but the place here is one that it can mend.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configure } from '../support/configure';
import type { Workbench } from '../support/workbench';
import { workbench } from './sampleWorkbench';

const lens = (w: Workbench, title: RegExp) =>
  expect.poll(() => w.lenses()).toContainEqual(expect.stringMatching(title));
const noLens = (w: Workbench) => expect.poll(() => w.lenses()).toEqual([]);
/** The server has had its say: the first look at a project takes it a while. */
const squiggle = (w: Workbench) =>
  expect.poll(() => w.page.locator('.monaco-editor .squiggly-error').count()).toBeGreaterThan(0);

describe('validate and remask', () => {
  beforeAll(() => configure(workbench(), { 'remask.validate.seconds': 60 }));
  afterAll(() => configure(workbench(), {}));

  test('by keyboard: a type error inside the selection is remasked until TypeScript has no complaint', async () => {
    const w = workbench();
    await w.openFile('src/stack.ts');
    await squiggle(w);
    await w.select({ line: 5, column: 5 }, { line: 5, column: 28 });
    await w.press('Control+K', 'Control+V');
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

  test('a misspelled member becomes the one that TypeScript lists', async () => {
    const w = workbench();
    await w.openFile('src/stack.ts');
    await squiggle(w);
    await w.select({ line: 9, column: 23 }, { line: 9, column: 26 });
    await w.type('shiift');
    await w.press('Escape');
    await w.select({ line: 9, column: 5 }, { line: 9, column: 32 });
    await w.press('Control+K', 'Control+V');
    await lens(w, /No problems/);
    await w.screenshot('validate-listed-dark');
    await expect.poll(() => w.text()).toMatch(/return this\.items\.shift\(\);/);
    await w.press('Control+Shift+Backspace');
    await noLens(w);
    await w.closeEditorWithoutSaving();
  });
});
