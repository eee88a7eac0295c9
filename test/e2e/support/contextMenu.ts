/** The menu of a right click, with its submenus. */
import type { Locator, Page } from 'playwright-core';
import type { Point } from './editorView';
import { eventually } from './poll';
import { KEY_TIMEOUT_MS } from './quickInput';

/** A menu that is open shows at once what it has. */
const SHOWN_TIMEOUT_MS = 2_000;

export class ContextMenu {
  constructor(private readonly page: Page) {}

  /** Labels of what it offers there. */
  async openAt({ x, y }: Point): Promise<readonly string[]> {
    await this.page.mouse.click(x, y, { button: 'right' });
    const items = this.page.locator('.monaco-menu .action-item:not(.disabled)');
    await items.first().waitFor();
    return items.locator('.action-label').allInnerTexts();
  }

  /** Clicks an item through submenus. A menu offers what it did when it was opened: for what is not there it is opened again. */
  async choose(open: () => Promise<unknown>, path: readonly string[]): Promise<void> {
    const items = path.map((label, depth) => this.item(label, depth));
    await eventually(async () => {
      await this.close();
      await open();
      for (const [depth, item] of items.entries()) {
        if (depth > 0) await items[depth - 1]?.click({ timeout: KEY_TIMEOUT_MS });
        await item.hover({ timeout: SHOWN_TIMEOUT_MS });
        await item.and(this.page.locator('.focused')).waitFor({ timeout: SHOWN_TIMEOUT_MS });
      }
    });
    // A menu that has just opened takes no click yet; as long as it stands there, none was taken.
    const chosen = items.at(-1);
    await eventually(async () => {
      if (await chosen?.isVisible()) await chosen?.click({ timeout: KEY_TIMEOUT_MS });
      await chosen?.waitFor({ state: 'hidden', timeout: KEY_TIMEOUT_MS });
    });
  }

  private item(label: string, depth: number): Locator {
    const menu = this.page.locator('.monaco-menu').nth(depth);
    return menu.locator(`.action-item:not(.disabled):has(> .action-menu-item > [aria-label="${label}"])`);
  }

  private async close(): Promise<void> {
    const menus = this.page.locator('.monaco-menu');
    await eventually(async () => {
      if ((await menus.count()) === 0) return;
      await this.page.keyboard.press('Escape');
      throw new Error('a menu is still open');
    });
  }
}
