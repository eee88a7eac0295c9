/** A notebook on the screen. Its cells are editors of their own, which VS Code draws apart from the others. */
import type { Page } from 'playwright-core';
import { placeOf, shownLines } from './editorView';
import { dragOver } from './mouse';
import { eventually } from './poll';

const SELECTION_TIMEOUT_MS = 5_000;

export class NotebookCell {
  private readonly selector: string;

  /** Cells count from 0. */
  constructor(
    private readonly page: Page,
    index: number,
  ) {
    this.selector = `.notebookOverlay .monaco-list-row[data-index="${index}"] .cell-editor-container`;
  }

  async ready(): Promise<void> {
    await this.page.locator(`${this.selector} .view-line`).first().waitFor();
  }

  /** Its lines, with a line break between them. */
  async text(): Promise<string> {
    return (await this.page.evaluate(shownLines, this.selector)).map(({ text }) => text).join('\n');
  }

  /** Selects by dragging the mouse over the first place that shows `text`. A cell takes the mouse once it is edited. */
  async selectByMouse(text: string): Promise<void> {
    await this.page.locator(`${this.selector} .view-line`).first().click();
    await this.page.locator(`${this.selector} .monaco-editor.focused`).waitFor();
    await eventually(async () => {
      const place = await this.page.evaluate(placeOf, [this.selector, text] as const);
      if (!place) throw new Error(`the cell does not show: ${text}`);
      await dragOver(this.page, place);
      await this.page.locator(`${this.selector} .selected-text`).first().waitFor({ timeout: SELECTION_TIMEOUT_MS });
    });
  }

  /** As the row above a session in this cell has them. */
  async lenses(): Promise<readonly string[]> {
    return this.page.locator(`${this.selector} .codelens-decoration a`).allInnerTexts();
  }
}
