/**
 * What a person sees, and how calmly: confidence and a draft in all four kinds of theme, marks beside the scroll bar, and
 * the pictures of a run one after the other. On a scripted engine.
 */
import { expect, test } from 'vitest';
import { colourAt, contrast, rulerColours } from '../support/colours';
import { ACTIVE_EDITOR } from '../support/editorView';
import { watchOverlay } from '../support/overlayWatch';
import { FILLED, useScriptedEdit } from '../support/scriptedEdit';

const edit = useScriptedEdit();
const { engine } = edit;

const THEMES = {
  dark: { name: 'Default Dark Modern', body: 'vs-dark' },
  light: { name: 'Default Light Modern', body: 'vs' },
  'high-contrast': { name: 'Default High Contrast', body: 'hc-black' },
  'high-contrast-light': { name: 'Default High Contrast Light', body: 'hc-light' },
} as const;
/** As WCAG asks of text, and of marks that tell something. */
const TEXT_CONTRAST = 4.5;
const MARK_CONTRAST = 3;

test('staged text, confidence of any code and a draft can be read in every theme', async () => {
  await edit.stageByKeyboard();
  await edit.w.press('Control+K', 'Control+;');
  await expect.poll(async () => (await edit.w.highlights()).length).toBeGreaterThan(20);
  await edit.drag('x + x');
  engine.play({ texts: ['3 * x - x * 4 + y'], passes: 4, allowed: 2 });
  await edit.w.press('Control+K', 'Control+G');
  await edit.lens(/Pass 2$/);
  await expect.poll(() => edit.w.attachedTo(12)).toContain('░');
  for (const [kind, { name, body }] of Object.entries(THEMES)) {
    await edit.configure({ 'workbench.colorTheme': name });
    await edit.w.page.locator(`.monaco-workbench.${body}`).waitFor();
    await edit.w.screenshot(`look-${kind}`);
    const background = await colourAt(edit.w.page, `${ACTIVE_EDITOR} .monaco-editor-background`, 'backgroundColor');
    const drafts = (await edit.w.lines()).flatMap(({ attachments }) => attachments);
    expect(drafts.length, kind).toBeGreaterThan(0);
    for (const { color, text } of drafts) {
      expect(contrast(color, background), `${text} in ${kind}`).toBeGreaterThanOrEqual(TEXT_CONTRAST);
    }
    // Never by hue alone: the uncertain have a line under them, in a style of their own.
    const lines = (await edit.w.highlights())
      .map(({ underline }) => underline)
      .filter((border) => /dashed|dotted/.test(border));
    expect(lines.some((border) => border.includes('dashed')) && lines.some((border) => border.includes('dotted'))).toBe(
      true,
    );
    for (const border of lines.filter((each) => !each.includes('rgba(0, 0, 0, 0)'))) {
      expect(contrast(/rgba?\([^)]*\)/.exec(border)?.[0] ?? '', background), kind).toBeGreaterThanOrEqual(
        MARK_CONTRAST,
      );
    }
  }
});

test('uncertain tokens are marked beside the scroll bar, and go with the decision', async () => {
  const marks = async () => (await rulerColours(edit.w.page, ACTIVE_EDITOR)).filter(isOrange).length;
  await expect.poll(marks).toBe(0);
  await edit.stageByKeyboard();
  await expect.poll(marks).toBeGreaterThan(0);
  await edit.w.clickLens('Accept');
  await expect.poll(marks).toBe(0);
});

/** The mark's own colour, however thin it is drawn. */
function isOrange([red, green, blue]: readonly [number, number, number]): boolean {
  return red > 150 && green > 80 && green < red * 0.8 && blue < 80;
}

test('a run of many passes: at most eight pictures a second, each a new one, and nothing moves', async () => {
  engine.play({ texts: [`${FILLED} // ${'a b c d e f '.repeat(4)}`], passes: 40, passMs: 50, allowed: 0 });
  await edit.selectLoop();
  await edit.w.press('Control+K', 'Control+G');
  await edit.lens(/Preparing/);
  const watch = await watchOverlay(edit.w.page, 'return total');
  engine.play({ texts: [`${FILLED} // ${'a b c d e f '.repeat(4)}`], passes: 40, passMs: 50 });
  await edit.staged();
  await edit.lens(/Pass 40\/40/);
  const frames = (await watch()).slice(1);
  const drafts = frames.filter(({ drawn }) => drawn.startsWith('"'));
  // A line never goes blank between two drafts; after the last one come the text and its marks.
  expect(frames.slice(0, drafts.length)).toEqual(drafts);
  expect(frames.length - drafts.length).toBeLessThanOrEqual(2);
  const inSecond = frames.map(({ at }) => frames.filter((other) => at <= other.at && other.at < at + 1000).length);
  expect(frames.length).toBeGreaterThan(5);
  expect(Math.max(...inSecond)).toBeLessThanOrEqual(8);
  expect(new Set(frames.map(({ lineTop }) => lineTop)).size).toBe(1);
  expect(new Set(drafts.map(({ cursor }) => cursor)).size).toBe(1);
});
