/**
 * The whole path on the real engine and the bundled model: nothing is scripted but the person. What the model writes is
 * its own affair; what happens around it is not.
 */
import { describe, expect, test } from 'vitest';
import { configure } from '../support/configure';
import { watchOverlay } from '../support/overlayWatch';
import type { Workbench } from '../support/workbench';
import { workbench } from './sampleWorkbench';

const FILE = 'src/cart.ts';
const SUM = 'item.price * item.count';

const lens = (w: Workbench, title: RegExp) =>
  expect.poll(() => w.lenses()).toContainEqual(expect.stringMatching(title));
const noLens = (w: Workbench) => expect.poll(() => w.lenses()).toEqual([]);

describe('by default', () => {
  test('infill on an empty line, from the palette, then reject', async () => {
    const w = workbench();
    await w.openFile(FILE);
    const before = w.workspace.read(FILE);
    const hole = before.split('\n').findIndex((text, i, all) => text === '' && all[i - 1]?.endsWith('{')) + 1;
    await w.goTo({ line: hole, column: 1 });
    await w.command('Remask: Infill');
    await lens(w, /Reject/);
    await w.screenshot('bundled-infill-staged');
    await expect.poll(() => w.isDirty()).toBe(true);
    await w.press('Control+Shift+Backspace');
    await noLens(w);
    await expect.poll(() => w.isDirty()).toBe(false);
    expect(w.workspace.read(FILE)).toBe(before);
  });

  test('remask of ordinary code, accepted: text outside the selection is byte for byte the same', async () => {
    const w = workbench();
    await w.openFile(FILE);
    const before = w.workspace.read(FILE);
    await w.selectByMouse(SUM);
    await w.chooseFromContextMenu(SUM, 'Remask Selection');
    await lens(w, /Reject/);
    await w.screenshot('bundled-remask-staged');
    await w.clickLens('Accept');
    await noLens(w);
    await w.save();
    const after = w.workspace.read(FILE);
    const [head = '', tail = ''] = before.split(SUM);
    expect(after.startsWith(head)).toBe(true);
    expect(after.endsWith(tail)).toBe(true);
    expect(after).not.toContain('\ufffd');
    expect(after).not.toContain('<|remask');
  });

  test('the status bar names the engine and its model', async () => {
    const w = workbench();
    await expect.poll(() => w.statusBar('Remask')).not.toEqual([]);
  });
});

describe('code that stands elsewhere already', () => {
  const twins = [
    'export function header(): HTMLElement {\n  const node = document.createElement("header");\n  return node;\n}\n',
    'export function sidebar(): HTMLElement {\n  const node = document.getElementById("sidebar")!;\n  return node;\n}\n',
    'export function footer(): HTMLElement {\n  \n  return node;\n}\n',
  ];
  const texts = ['const node = document.createElement("footer");', 'const node = document.getElementById("footer")!;'];

  test('says after which text it was written, shows that text, and goes on to the next', async () => {
    const w = workbench();
    w.workspace.write('src/parts.ts', twins.join('\n'));
    await w.openFile('src/parts.ts');
    await w.goTo({ line: 12, column: 3 });
    await w.command('Remask: Infill');
    await lens(w, /As Above/);
    const before = await w.text();
    const [shown = '', other = ''] = before.includes(texts[0] ?? '') ? texts : texts.toReversed();
    expect(before).toContain(shown);
    await w.screenshot('bundled-parallel-staged');
    await w.clickLens('As Above');
    await expect
      .poll(() => w.page.locator('.peekview-widget .preview').textContent())
      .toContain(shown.slice('const node = document.'.length).split('(')[0]);
    await w.screenshot('bundled-parallel-peek');
    await w.press('Escape');
    await expect.poll(() => w.hover('"footer"')).toContain('As Above');
    await w.screenshot('bundled-parallel-hover');
    await w.clickLens('Retry');
    await expect.poll(() => w.text()).toContain(other);
    await lens(w, /As Above/);
    await w.press('Control+Shift+Backspace');
    await noLens(w);
  });
});

describe('names that the rest of the file uses', () => {
  const rows = 'export function readRows(text: string): string[] {\n  return text.split(",");\n}\n';
  const head = 'export function longest(text: string): number {\n  let most = 0;\n';
  const use = '    most = Math.max(most, row.length);\n  }\n  return most;\n}\n';
  const lines = `${head}  const rows = readRows(text);\n  \n${use}`;

  test('are bound: by a loop, and by the import of what the project exports', async () => {
    const w = workbench();
    w.workspace.write('src/rows.ts', rows);
    w.workspace.write('src/longest.ts', `\n\n${lines}`);
    await w.openFile('src/longest.ts');
    await w.goTo({ line: 6, column: 3 });
    await w.command('Remask: Infill');
    await lens(w, /Accept/);
    expect(await w.text()).toContain('for (const row of rows) {');
    await w.press('Control+Enter');
    await noLens(w);
    await w.goTo({ line: 1, column: 1 });
    await w.command('Remask: Infill');
    await lens(w, /As in rows\.ts/);
    expect(await w.text()).toContain("import { readRows } from './rows';");
    await w.screenshot('bundled-wanted-names');
    await w.press('Control+Enter');
    await noLens(w);
    await w.save();
  });
});

describe('where brackets are missing', () => {
  const before = '{\n  "name": "cart",\n  ';
  const after = '\n    "build": "node build.js",\n    "test": "node test.js"\n  }\n}\n';

  test('a draft opens what is closed behind it, and rejecting it brings the file back', async () => {
    const w = workbench();
    w.workspace.write('cart.json', before + after);
    await w.openFile('cart.json');
    await w.goTo({ line: 3, column: 3 });
    await w.command('Remask: Infill');
    await lens(w, /Reject/);
    await w.screenshot('bundled-missing-bracket');
    expect(Object.keys(JSON.parse(await w.text()) as object)).toHaveLength(2);
    await w.press('Control+Shift+Backspace');
    await noLens(w);
    await expect.poll(() => w.isDirty()).toBe(false);
    await expect.poll(() => w.text()).toBe(before + after);
  });
});

describe('a token at a time', () => {
  test('a longer region refines visibly: fewer masks on the screen from one look to the next', async () => {
    const w = workbench();
    // Some hundred passes, whatever the region's length: the default's few are over before anything has shown two of them.
    await configure(w, { 'remask.policy': 'ancestral', 'remask.passes': 400 });
    await w.openFile('src/server.ts');
    const before = await w.text();
    // The cursor ends at the top, where the draft begins, however long it gets.
    await w.press('Control+End', 'Control+Shift+Home');
    const watch = await watchOverlay(w.page);
    await w.press('Control+K', 'Control+G');
    await expect.poll(() => w.isDirty()).toBe(true);
    const masks = (await watch()).map(({ drawn }) => drawn.split('░').length - 1).filter((count) => count > 0);
    await w.screenshot('bundled-region-staged');
    expect(masks.length).toBeGreaterThan(1);
    expect(masks.at(-1)).toBeLessThan(masks[0] ?? 0);
    await w.press('Control+Shift+Backspace');
    await expect.poll(() => w.isDirty()).toBe(false);
    // The title knows that all is as it was before the text does.
    await expect.poll(() => w.text()).toBe(before);
  });
});
