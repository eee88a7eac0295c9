/** Keys of the tests' own, for what VS Code has none for and what would take the palette after every test. */
import type { Keybinding } from '../../host/userSettings';

/** In Playwright's names. */
export const REVERT_AND_CLOSE = 'Control+Alt+Shift+F12';

export const OWN_KEYS: readonly Keybinding[] = [
  { key: 'ctrl+alt+shift+f12', command: 'workbench.action.revertAndCloseActiveEditor' },
];
