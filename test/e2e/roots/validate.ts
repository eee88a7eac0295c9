/** Each root has settings and tasks of its own, also where their names are the same. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { workbench } from './workbench';

test('a file is validated by the settings, the schema and the task of its own root', async () => {
  const w = workbench();
  await w.openFile('order.json');
  await w.goTo({ line: 6, column: 14 });
  await w.press('Control+K', 'Control+V');
  // A terminal has to start for it.
  await expect.poll(() => existsSync(join(w.workspace.folder, 'second/ran')), { timeout: 90_000 }).toBe(true);
  await w.screenshot('multi-root-validated');
  expect(existsSync(join(w.workspace.folder, 'first/ran'))).toBe(false);
  await expect.poll(() => w.lenses()).toContainEqual(expect.stringMatching(/Ablehnen/));
  await w.press('Control+Shift+Backspace');
  await expect.poll(() => w.lenses()).toEqual([]);
});
