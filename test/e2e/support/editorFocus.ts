import type { Page } from 'playwright-core';

/** Keys go to the editor again. */
export async function editorFocus(page: Page): Promise<void> {
  await page.waitForFunction(() => Boolean(document.activeElement?.closest('.monaco-editor')));
}
