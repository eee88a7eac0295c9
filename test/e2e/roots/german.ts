/** The same editor in another language: the palette, an edit and its messages speak German. */
import { expect, test } from 'vitest';
import { workbench } from './workbench';

const SUM = 'item.price * item.count';

test('the palette, the line above the edit and the status bar speak German', async () => {
  const w = workbench();
  await w.openFile('src/cart.ts');
  expect(await w.quick.paletteOffers('Remask: ')).toContain('Remask: Lücke füllen');
  await w.selectByMouse(SUM);
  await w.chooseFromContextMenu(SUM, 'Auswahl remasken');
  await expect
    .poll(() => w.lenses())
    .toEqual(expect.arrayContaining([expect.stringMatching(/Annehmen/), expect.stringMatching(/Ablehnen/)]));
  await expect.poll(() => w.statusBar('Remask')).toEqual([expect.stringMatching(/Durchl(auf|äufe)/)]);
  await w.screenshot('german-staged');
  await w.command('Remask: Ablehnen');
  await expect.poll(() => w.isDirty()).toBe(false);
});

test('a message speaks German, and so does its button', async () => {
  const w = workbench();
  await w.quick.openPick('Remask: Bericht kopieren', 'Ohne Code');
  await w.quick.confirm();
  await expect.poll(() => w.notifications.texts()).toContainEqual(expect.stringContaining('in der Zwischenablage'));
  await w.screenshot('german-report');
  await w.notifications.clickButton('Protokoll anzeigen');
});
