/** What happens in the README's animation: a hole is filled, a part of the draft is remasked, the rest is accepted. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Workbench } from '../e2e/support/workbench';
import { CART, HOLE, lens, staged } from './scenes';

/** For whoever watches: to read what has just appeared. */
const READ_MS = 1500;

export async function play(w: Workbench): Promise<void> {
  await w.openFile(CART);
  await w.goTo(HOLE);
  await pause(READ_MS);
  await w.press('Control+K', 'Control+G');
  await staged(w);
  await pause(READ_MS);
  await w.press('Alt+.');
  await pause(READ_MS);
  await w.press('Control+K', 'Control+Y');
  await lens(w, /Pass|Reject/);
  await staged(w);
  await pause(READ_MS);
  await w.press('Control+Enter');
  await pause(READ_MS);
}
