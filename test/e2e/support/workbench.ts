/**
 * A person at a VS Code: presses keys, uses the mouse, and reads what is on the screen. Everything goes through the
 * page as a user's input does; the only other way in is the workspace on disk. Methods wait for their effect.
 */
import type { Locator, Page } from 'playwright-core';
import { keepScreenshot } from '../../host/artifacts';
import { ContextMenu } from './contextMenu';
import { editorFocus } from './editorFocus';
import { ACTIVE_EDITOR, placeOf, shownHighlights, shownLenses, shownLines } from './editorView';
import type { Highlight, Point, ShownLine } from './editorView';
import { dragOver, pointIn } from './mouse';
import { NotebookCell } from './notebook';
import { Notifications } from './notifications';
import { REVERT_AND_CLOSE } from './ownKeys';
import { eventually } from './poll';
import { KEY_TIMEOUT_MS, QuickInput } from './quickInput';
import type { WorkspaceCopy } from './workspaceCopy';

/** 1-based line and column, columns in UTF-16 units: as VS Code shows them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

const BOOT_TIMEOUT_MS = 200_000;
const STEP_TIMEOUT_MS = 60_000;

export class Workbench {
  readonly notifications: Notifications;
  readonly quick: QuickInput;
  private readonly menu: ContextMenu;

  constructor(
    readonly page: Page,
    readonly workspace: WorkspaceCopy,
  ) {
    page.setDefaultTimeout(STEP_TIMEOUT_MS);
    this.notifications = new Notifications(page);
    this.quick = new QuickInput(page);
    this.menu = new ContextMenu(page);
  }

  async ready(): Promise<void> {
    const explorer = this.page.locator('.monaco-workbench .explorer-folders-view .monaco-list-row').first();
    await explorer.waitFor({ timeout: BOOT_TIMEOUT_MS });
  }

  // Keys

  /** Presses keys or chords one after the other, in Playwright's names: `press('Control+K', 'i')`. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /**
   * Control+K and then `key`, again where VS Code says that this means nothing here: what a key means in staged text it
   * learns from the extension, a moment after the cursor has moved.
   */
  async chord(key: string): Promise<void> {
    const unknown = this.page.locator('.statusbar-item').filter({ hasText: 'is not a command' });
    await eventually(async () => {
      await this.press('Control+K', key);
      this.expect((await unknown.count()) === 0, `Control+K ${key} means nothing here`);
    });
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  // Files

  async openFile(path: string): Promise<void> {
    await this.goToFile(path);
    await this.editor().locator('.view-line').first().waitFor();
    await editorFocus(this.page);
  }

  /** Its cells, by their place; the first one is on the screen. */
  async openNotebook(path: string): Promise<(index: number) => NotebookCell> {
    await this.goToFile(path);
    await new NotebookCell(this.page, 0).ready();
    return (index) => new NotebookCell(this.page, index);
  }

  private async goToFile(path: string): Promise<void> {
    const name = path.split('/').at(-1) ?? path;
    await eventually(async () => {
      await this.quick.open('Control+p');
      await this.quick.fill('');
      await this.quick.fill(path);
      // Files opened before come first and at once, others when the search has found them.
      const named = { has: this.page.getByText(name, { exact: true }) };
      await this.quick.rows().filter(named).first().waitFor({ timeout: KEY_TIMEOUT_MS });
      if ((await this.quick.rows().first().filter(named).count()) > 0) await this.press('Enter');
      else await this.quick.rows().filter(named).first().click({ timeout: KEY_TIMEOUT_MS });
      await this.tab(name).waitFor({ timeout: KEY_TIMEOUT_MS });
    });
  }

  /** The active editor's tab, if it is this file's. */
  private tab(name: string): Locator {
    return this.page.locator(`.editor-group-container.active .tab.active[data-resource-name="${name}"]`);
  }

  async save(): Promise<void> {
    await this.press('Control+s');
    await eventually(async () => this.expect(!(await this.isDirty()), 'the file is still unsaved'));
  }

  async isDirty(): Promise<boolean> {
    return (await this.page.locator('.editor-group-container.active .tab.active.dirty').count()) > 0;
  }

  async closeEditorWithoutSaving(): Promise<void> {
    const tabs = this.page.locator('.editor-group-container.active .tab');
    const before = await tabs.count();
    const closed = async () => this.expect((await tabs.count()) < before, 'the editor is still open');
    // A window that has just been opened may not know the key yet.
    await eventually(async () => {
      if ((await tabs.count()) === before) await this.press(REVERT_AND_CLOSE);
      await eventually(closed, KEY_TIMEOUT_MS);
    });
  }

  // Cursor and selection

  async goTo({ line, column }: Position): Promise<void> {
    await this.quick.open('Control+g');
    await this.quick.fill(`:${line}:${column}`);
    await this.press('Enter');
    await this.quick.closed();
    await editorFocus(this.page);
    await eventually(async () => {
      const at = await this.cursor();
      this.expect(at.line === line, `asked for line ${line}, the cursor is on line ${at.line}`);
    });
  }

  /** As the status bar tells it. `selected` counts characters. */
  async cursor(): Promise<Position & { readonly selected: number }> {
    const text = await this.page.locator('[id="status.editor.selection"]').innerText();
    const [, line, column] = /Ln (\d+), Col (\d+)/.exec(text) ?? [];
    if (!line || !column) throw new Error(`no cursor position in the status bar: ${text}`);
    return { line: Number(line), column: Number(column), selected: Number(/\((\d+) selected/.exec(text)?.[1] ?? 0) };
  }

  /** Selects by keyboard, with VS Code's selection anchor: any range, over any number of lines. */
  async select(start: Position, end: Position): Promise<void> {
    await this.goTo(start);
    await this.press('Control+k', 'Control+b');
    await this.goTo(end);
    await this.press('Control+k', 'Control+k');
    await eventually(() => this.hasSelection());
  }

  /** Selects by dragging the mouse over the first place on the screen that shows `text` (within one line). */
  async selectByMouse(text: string): Promise<void> {
    await eventually(async () => {
      await dragOver(this.page, await this.find(text));
      await eventually(() => this.hasSelection(), KEY_TIMEOUT_MS);
    });
  }

  /** One more cursor, by Alt and a click before a character of `text`, counted from 0. */
  async addCursorByMouse(text: string, character: number): Promise<void> {
    const { x, y } = pointIn(await this.find(text), character, text.length);
    await this.page.keyboard.down('Alt');
    await this.page.mouse.click(x, y);
    await this.page.keyboard.up('Alt');
  }

  /** How many cursors there are, as the status bar tells it. */
  async cursors(): Promise<number> {
    const text = await this.page.locator('[id="status.editor.selection"]').innerText();
    return Number(/^(\d+) selections/.exec(text)?.[1] ?? 1);
  }

  // Commands

  async command(title: string): Promise<void> {
    await this.quick.pickCommand(title);
    await this.quick.closed();
  }

  async clickDialogButton(label: string): Promise<void> {
    await this.page.locator('.monaco-dialog-box .monaco-button').filter({ hasText: label }).first().click();
  }

  /** As a person reloads the window: what is unsaved comes back. Before VS Code has a copy of it, it asks; then we stay. */
  async reload(): Promise<void> {
    await eventually(async () => {
      const asked = new Promise<boolean>((resolve) => {
        this.page.once('domcontentloaded', () => resolve(false));
        this.page.once('dialog', (dialog) => void dialog.dismiss().then(() => resolve(true)));
      });
      await this.quick.pickCommand('Developer: Reload Window');
      this.expect(!(await asked), 'what is unsaved is not safe yet');
    });
    await this.ready();
    await this.editor().locator('.view-line').first().waitFor();
  }

  /** Right-clicks the first place that shows `text` and returns the labels of the menu that opens. */
  async openContextMenu(text: string): Promise<readonly string[]> {
    const [start, end] = await this.find(text);
    return this.menu.openAt({ x: (start.x + end.x) / 2, y: start.y });
  }

  /**
   * Right-clicks the first place that shows `text` and clicks an item, through submenus if there are any. Inside a
   * selection, the selection stays.
   */
  async chooseFromContextMenu(text: string, ...path: readonly string[]): Promise<void> {
    await this.menu.choose(() => this.openContextMenu(text), path);
  }

  /** Titles of all CodeLenses on the screen, from left to right and top to bottom. */
  async lenses(): Promise<readonly string[]> {
    return this.page.evaluate(shownLenses, ACTIVE_EDITOR);
  }

  async clickLens(title: string | RegExp): Promise<void> {
    await this.editor().locator('.codelens-decoration a').filter({ hasText: title }).first().click();
  }

  // What is on the screen

  editor(): Locator {
    return this.page.locator(ACTIVE_EDITOR).first();
  }

  /** The lines in view, with what decorations attach to them. Text that a decoration hides is included. */
  lines(): Promise<readonly ShownLine[]> {
    return this.page.evaluate(shownLines, ACTIVE_EDITOR);
  }

  /** The text of the lines in view, without attachments. */
  async text(): Promise<string> {
    return (await this.lines()).map(({ text }) => text).join('\n');
  }

  /** What decorations attach to a line, joined; empty when nothing. */
  async attachedTo(line: number): Promise<string> {
    const shown = (await this.lines()).find((each) => each.line === line);
    return shown?.attachments.map(({ text }) => text).join('') ?? '';
  }

  /** The backgrounds and borders that extensions paint in the editor. */
  highlights(): Promise<readonly Highlight[]> {
    return this.page.evaluate(shownHighlights, ACTIVE_EDITOR);
  }

  /** Ghost text within the cursor's line, joined. */
  async ghostText(): Promise<string> {
    const pieces = await this.editor().locator('.ghost-text, .ghost-text-decoration').allInnerTexts();
    return pieces.join('').replaceAll('\u00a0', ' ');
  }

  /** Texts of the status bar items that contain `text`. */
  async statusBar(text: string): Promise<readonly string[]> {
    return this.page.locator('.statusbar-item').filter({ hasText: text }).allInnerTexts();
  }

  async clickStatusBar(text: string): Promise<void> {
    await this.page.locator('.statusbar-item').filter({ hasText: text }).first().click();
  }

  /** Rests the mouse on the first place that shows `text` and returns the hover's text. */
  async hover(text: string): Promise<string> {
    const hover = this.page.locator('.monaco-hover:visible .hover-contents');
    return eventually(async () => {
      const ends = await this.find(text);
      const { x, y } = pointIn(ends, 1, 2);
      // A mouse that is there already tells the editor nothing.
      await this.page.mouse.move(x + 1, y);
      await this.page.mouse.move(x, y);
      await hover.first().waitFor({ timeout: KEY_TIMEOUT_MS });
      return (await hover.allInnerTexts()).join('\n');
    });
  }

  async clickInHover(text: string): Promise<void> {
    await this.page.locator('.monaco-hover:visible a').filter({ hasText: text }).first().click();
  }

  /** Keeps test/artifacts/NAME.png. */
  async screenshot(name: string): Promise<void> {
    await keepScreenshot(this.page, name);
  }

  // Parts

  private async hasSelection(): Promise<void> {
    this.expect((await this.cursor()).selected > 0, 'nothing is selected');
  }

  private find(text: string): Promise<readonly [Point, Point]> {
    return eventually(async () => {
      const place = await this.page.evaluate(placeOf, [ACTIVE_EDITOR, text] as const);
      if (!place) throw new Error(`the editor does not show: ${text}`);
      return place;
    });
  }

  private expect(condition: boolean, otherwise: string): void {
    if (!condition) throw new Error(otherwise);
  }
}
