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

  /** By the bell. Where the extension is loaded for development, VS Code shows no notification by itself. */
  async open(): Promise<void> {
    await this.page.locator('[id="status.notifications"]').click();
    await this.page.locator('.notifications-center').waitFor();
  }
}
