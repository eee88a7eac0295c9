/** The box at the top of a VS Code that asks: the palette, picks, input. Methods wait for their effect. */
import { isDeepStrictEqual } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { editorFocus } from './editorFocus';
import { eventually, settled } from './poll';

/** How long a key may take to open what it opens, before it counts as lost. */
export const KEY_TIMEOUT_MS = 5_000;

export class QuickInput {
  constructor(private readonly page: Page) {}

  /** A command that asks with a pick of its own, which shows the command's title or what is given. */
  async openPick(title: string, shows = title.replace(/^.*: |…$/g, '')): Promise<void> {
    await this.pickCommand(title);
    await this.widget().getByText(shows).first().waitFor();
  }

  /**
   * Opens the palette again where that is not enough: what was opened before may still take the focus, which closes it, and
   * what it offers it knows from when it was opened.
   */
  pickCommand(title: string): Promise<void> {
    const named = this.rows().filter({ has: this.page.getByText(title, { exact: true }) });
    return eventually(async () => {
      await this.open('F1');
      await this.fill(`>${title}`);
      await this.orEscape(named.first().click({ timeout: KEY_TIMEOUT_MS }));
    });
  }

  private async orEscape(step: Promise<void>): Promise<void> {
    await step.catch(async (error: unknown) => {
      await this.page.keyboard.press('Escape');
      throw error;
    });
  }

  /** Titles that the palette offers for a query, as many as it shows; the palette is closed again. */
  async paletteOffers(query: string): Promise<readonly string[]> {
    await this.open('F1');
    await this.page.keyboard.type(query);
    await this.rows().first().waitFor();
    const titles = await settled(() => this.rows().locator('.label-name').allInnerTexts(), isDeepStrictEqual);
    await this.page.keyboard.press('Escape');
    await this.closed();
    return titles;
  }

  /** Fills an open input box or pick with `text` and confirms. */
  async answer(text: string): Promise<void> {
    await this.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Narrows an open pick by `text`, waits until it offers `label` first, and takes it with Enter. */
  async pick(text: string, label: string): Promise<void> {
    await this.fill(text);
    await this.rows().first().filter({ hasText: label }).waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** What an open pick offers, each with its descriptions. */
  offers(): Promise<readonly string[]> {
    return this.rows().allInnerTexts();
  }

  async clickRowButton(label: string, button: string): Promise<void> {
    const row = this.rows().filter({ hasText: label }).first();
    await row.hover();
    await row.locator(`.action-label[aria-label="${button}"]`).click();
  }

  /** Texts of the rows of an open pick; none until it takes keys. */
  async openRows(): Promise<readonly string[]> {
    return (await this.widget().locator('input:focus').count()) > 0 ? this.rows().allInnerTexts() : [];
  }

  /** Confirms the row that is chosen in an open pick. */
  async confirm(): Promise<void> {
    await this.widget().locator('input:focus').waitFor();
    await this.page.keyboard.press('Enter');
    await this.closed();
    await editorFocus(this.page);
  }

  async clickRow(text: string): Promise<void> {
    await this.rows().filter({ hasText: text }).first().click();
    await this.closed();
  }

  /** Presses the key until the input is there: a key pressed while a busy machine lays out the page can be lost. */
  async open(key: string): Promise<void> {
    await eventually(async () => {
      if (!(await this.widget().isVisible())) await this.page.keyboard.press(key);
      await this.widget().locator('input:focus').waitFor({ timeout: KEY_TIMEOUT_MS });
    });
  }

  private widget(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  rows(): Locator {
    return this.widget().locator('.quick-input-list .monaco-list-row');
  }

  async fill(text: string): Promise<void> {
    await this.widget().locator('input:visible').fill(text);
  }

  async closed(): Promise<void> {
    await this.widget().waitFor({ state: 'hidden' });
  }
}
