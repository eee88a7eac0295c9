/**
 * An edit as a person makes it, by keyboard and by mouse, on a scripted engine: every state is on the screen for as long
 * as the test wants to look at it. Screenshots stay in test/artifacts.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openWorkbench, type OpenWorkbench } from './support/openWorkbench';
import { ScriptedEngine } from './support/scriptedEngine';
import type { Workbench } from './support/workbench';

const FILE = 'demo.ts';
const SOURCE = `import { area } from './lib';

/** The sum of all areas. */
export function sumAreas(radii: number[]): number {
  let total = 0;
  for (const radius of radii) {
    total = total + radius;
  }
  return total;
}

export const twice = (x: number) => x + x;
`;
const FILES = { [FILE]: SOURCE, 'lib.ts': 'export const area = Math.sqrt;\n' };
const LOOP = 'total = total + radius;';
const FILLED = 'total += area(radius) * 2;';
const LOOP_START = { line: 7, column: 5 };
const LOOP_END = { line: 7, column: 28 };

describe('an edit', () => {
  const engine = new ScriptedEngine();
  let open: OpenWorkbench;
  let w: Workbench;

  beforeAll(async () => {
    const env = await engine.environment();
    open = await openWorkbench({ files: FILES, env, development: true });
    w = open.workbench;
    await w.openFile(FILE);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      await w.screenshot(`failed-${task.name.replace(/\W+/g, '-')}`);
      open.keepLogs(`failed-${task.name.replace(/\W+/g, '-')}`);
    }
    engine.play({});
    await w.closeEditorWithoutSaving();
    w.workspace.write(FILE, SOURCE);
    await w.openFile(FILE);
    await expect.poll(async () => (await w.text()).includes(LOOP)).toBe(true);
    // VS Code shows a file's last lenses again until they are asked for anew.
    await noLens();
  });
  afterAll(async () => {
    await open.close();
    engine.remove();
  });

  const lens = (title: string | RegExp) => expect.poll(() => w.lenses()).toContainEqual(expect.stringMatching(title));
  const noLens = () => expect.poll(() => w.lenses()).toEqual([]);
  const shown = (line: number) =>
    expect.poll(async () => (await w.lines()).find((each) => each.line === line)?.text.trim());
  const saved = async (): Promise<string> => {
    await w.save();
    return w.workspace.read(FILE);
  };

  /** By dragging; a layout that still moves would have it select something else. */
  async function drag(text: string): Promise<void> {
    await expect
      .poll(async () => {
        await w.goTo({ line: 1, column: 1 });
        await w.selectByMouse(text);
        return (await w.cursor()).selected;
      })
      .toBe(text.length);
  }

  /** Only staged text can be rejected; a draft about to be written can be accepted already. */
  const staged = () => lens(/Reject/);

  async function stageByKeyboard(text = FILLED): Promise<void> {
    engine.play({ texts: [text] });
    await w.select(LOOP_START, LOOP_END);
    await w.press('Control+K', 'Control+G');
    await staged();
  }

  test('by keyboard: the hole refines pass by pass over an untouched document, is staged, and accepted', async () => {
    engine.play({ texts: [FILLED], passes: 4, allowed: 0 });
    await w.select(LOOP_START, LOOP_END);
    await w.press('Control+K', 'Control+G');
    await lens(/Preparing/);
    const drafts: string[] = [];
    for (const pass of [1, 2, 3]) {
      engine.play({ texts: [FILLED], passes: 4, allowed: pass });
      await lens(new RegExp(`Pass ${pass}$`));
      await expect.poll(() => w.attachedTo(7)).not.toBe(drafts.at(-1) ?? '');
      drafts.push(await w.attachedTo(7));
      expect(await w.isDirty()).toBe(false);
      await w.screenshot(`edit-pass-${pass}`);
    }
    const masks = drafts.map((draft) => draft.split('░').length - 1);
    expect(masks).toEqual([...masks].sort((a, b) => b - a));
    expect(masks[0]).toBeGreaterThan(masks[2] ?? NaN);
    engine.play({ texts: [FILLED], passes: 4 });
    await staged();
    await shown(7).toBe(FILLED);
    await expect.poll(() => w.highlights()).not.toEqual([]);
    await w.screenshot('edit-staged');
    await w.press('Control+Enter');
    await noLens();
    await expect.poll(() => w.highlights()).toEqual([]);
    expect(await saved()).toBe(SOURCE.replace(LOOP, FILLED));
  });

  test('by mouse: infill from the context menu, rejected by its lens: text and clean state are back', async () => {
    engine.play({ texts: [FILLED] });
    await drag(LOOP);
    await w.chooseFromContextMenu(LOOP, 'Infill');
    await staged();
    await shown(7).toBe(FILLED);
    expect(await w.isDirty()).toBe(true);
    await w.clickLens('Reject');
    await noLens();
    await shown(7).toBe(LOOP);
    await expect.poll(() => w.isDirty()).toBe(false);
  });

  test('Remask Selection by mouse changes only the selected span of staged text', async () => {
    await stageByKeyboard();
    engine.play({ texts: ['diameter'] });
    await drag('radius) * 2');
    await w.screenshot('edit-remask-selected');
    await w.openContextMenu('radius) * 2');
    await w.screenshot('edit-context-menu');
    await w.press('Escape');
    await w.chooseFromContextMenu('radius) * 2', 'Remask Selection');
    await shown(7).toBe('total += area(diameter;');
    await staged();
    await w.screenshot('edit-remasked');
    await w.clickLens('Accept');
    expect(await saved()).toBe(SOURCE.replace(LOOP, 'total += area(diameter;'));
  });

  test('Remask Selection on ordinary code denoises the selection, both sides fixed', async () => {
    engine.play({ texts: ['x * 2'] });
    await drag('x + x');
    await w.press('Control+K', 'Control+Y');
    await shown(12).toContain('x * 2;');
    await staged();
    await w.press('Control+Enter');
    await noLens();
    expect(await saved()).toBe(SOURCE.replace('x + x', 'x * 2'));
  });

  test('every decision is one step for undo', async () => {
    await stageByKeyboard();
    await w.clickLens('Accept');
    await noLens();
    await w.press('Control+z');
    await shown(7).toBe(LOOP);
    await expect.poll(() => w.isDirty()).toBe(false);
  });

  test('typing before the hole shifts it, typing inside it stays as pinned text', async () => {
    engine.play({ texts: ['total += area(radius);'], passes: 4, allowed: 2 });
    await w.select(LOOP_START, LOOP_END);
    await w.press('Control+K', 'Control+G');
    await lens(/Pass 2$/);
    await w.goTo({ line: 2, column: 1 });
    await w.type('// typed before');
    await lens(/Pass 2$/);
    await w.goTo({ line: 7, column: 13 });
    await w.type('/*mine*/');
    await lens(/Pass 2$/);
    await w.screenshot('edit-typed-inside');
    engine.play({ texts: ['total += area(radius);'], passes: 4 });
    await staged();
    await w.clickLens('Accept');
    const text = await saved();
    expect(text).toContain("'./lib';\n// typed before\n/** The sum");
    expect(text.split('/*mine*/')).toHaveLength(2);
    expect(text).not.toContain(LOOP);
    expect(text.endsWith('return total;\n}\n\nexport const twice = (x: number) => x + x;\n')).toBe(true);
  });

  test('Escape cancels a run and leaves everything as it was', async () => {
    engine.play({ texts: [FILLED], passes: 4, allowed: 1 });
    await w.select(LOOP_START, LOOP_END);
    await w.press('Control+K', 'Control+G');
    await lens(/Pass 1$/);
    await w.press('Escape');
    await noLens();
    await shown(7).toBe(LOOP);
    expect(await w.attachedTo(7)).toBe('');
    expect(await w.isDirty()).toBe(false);
  });

  test('an engine that dies in mid-run leaves the document and the last good pass; it can be started again', async () => {
    engine.play({ texts: [FILLED], passes: 4, allowed: 2 });
    await w.select(LOOP_START, LOOP_END);
    await w.press('Control+K', 'Control+G');
    await lens(/Pass 2$/);
    const draft = await w.attachedTo(7);
    engine.play({ texts: [FILLED], passes: 4, allowed: 2, dieAt: 3 });
    await lens(/Stopped at pass 2/);
    expect(await w.attachedTo(7)).toBe(draft);
    expect(await w.isDirty()).toBe(false);
    // The test driver holds toasts back; what they would have said is in the centre.
    await w.command('Notifications: Show Notifications');
    const message = w.page.locator('.notifications-center .notification-list-item');
    await expect.poll(() => message.allInnerTexts()).toContainEqual(expect.stringContaining('Your text is untouched'));
    await w.screenshot('edit-engine-died');
    engine.play({ texts: [FILLED] });
    await message.locator('.monaco-button').filter({ hasText: 'Restart and Retry' }).click();
    await staged();
    await shown(7).toBe(FILLED);
  });
});
