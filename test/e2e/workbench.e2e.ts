/**
 * The extension in the hands of a person, before any edit: it is installed, it starts, and its commands are offered.
 */
import { expect, test } from 'vitest';
import { useWorkbench } from './support/useWorkbench';

const workbench = useWorkbench();

test('a file opens, and the status bar shows the extension', async () => {
  const w = workbench();
  await w.openFile('src/cart.ts');
  expect(await w.text()).toContain('export');
  await expect.poll(() => w.statusBar('Remask')).not.toEqual([]);
});

test('the palette offers the commands of the extension', async () => {
  const w = workbench();
  expect((await w.paletteOffers('Remask: ')).filter((title) => title.startsWith('Remask: '))).not.toEqual([]);
  await w.screenshot('workbench');
});
