/**
 * What happens in the README's animation, act by act: a hole is filled and thought better of, then code with a type error
 * is remasked until the language server has no complaint. What leads up to an act is not in the picture.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Workbench } from '../e2e/support/workbench';
import { CART, HOLE, selectPush, staged, validated } from './scenes';

export interface Act {
  prepare(w: Workbench): Promise<void>;
  play(w: Workbench): Promise<void>;
}

/** For whoever watches: to read what has just appeared. */
const READ_MS = 1500;

export const ACTS: readonly Act[] = [
  {
    prepare: async (w) => {
      await w.openFile(CART);
      await w.goTo(HOLE);
    },
    play: async (w) => {
      await pause(READ_MS);
      await w.press('Control+K', 'Control+G');
      await staged(w);
      await pause(READ_MS);
      await w.press('Alt+.');
      await pause(READ_MS);
      await w.press('Control+Shift+Backspace');
      await pause(READ_MS);
    },
  },
  {
    prepare: selectPush,
    play: async (w) => {
      await pause(READ_MS);
      await validated(w);
      await pause(READ_MS);
      await w.press('Control+Enter');
      await pause(READ_MS);
    },
  },
];
