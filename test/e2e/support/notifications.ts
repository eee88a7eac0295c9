import type { Page } from 'playwright-core';

/** What VS Code tells a person, as a toast or behind the bell. */
export class Notifications {
  constructor(private readonly page: Page) {}

  async texts(): Promise<readonly string[]> {
    return this.page.locator('.notification-list-item-message').allInnerTexts();
  }

  async clickButton(label: string): Promise<void> {
    await this.page.locator('.notification-list-item .monaco-button').filter({ hasText: label }).first().click();
  }

  /**
   * Texts behind the bell. Where the extension is loaded for development, VS Code shows no notification by itself; and what
   * is behind the bell closes when the last notification goes, though the next may be on its way.
   */
  async behindBell(): Promise<readonly string[]> {
    const center = this.page.locator('.notifications-center.visible');
    if ((await center.count()) === 0) {
      await this.page.locator('[id="status.notifications"]').click();
      // The bell's tooltip would come over the buttons.
      await this.page.mouse.move(0, 0);
    }
    await center.waitFor();
    return this.texts();
  }
}
