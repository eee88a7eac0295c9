/**
 * Remasking what is there, by keyboard and by mouse, on a scripted engine: alternatives in the hover of staged text, pins,
 * uncertain tokens, other lengths and seeds, and the rounds of a validation with TypeScript as judge.
 */
import { describe, expect, test } from 'vitest';
import { FILLED, LOOP, SOURCE, useScriptedEdit } from '../support/scriptedEdit';

const ORDER = `{
  "$schema": "./order.schema.json",
  "customer": "Ada",
  "count": true,
  "paid": "no"
}
`;
const SCHEMA = JSON.stringify({
  $schema: 'http://json-schema.org/draft-07/schema#',
  properties: { count: { type: 'integer' }, paid: { type: 'boolean' } },
});
const edit = useScriptedEdit({
  files: { 'order.json': ORDER, 'order.schema.json': SCHEMA },
  settings: { 'remask.validate.rounds': 2, 'remask.validate.seconds': 120 },
});
const { engine } = edit;

const textIs = (wanted: RegExp) => expect.poll(() => edit.lineText(7)).toMatch(wanted);
const pinnedShown = () =>
  expect
    .poll(async () => (await edit.w.highlights()).some(({ underline }) => /^2px solid rgb\(/.test(underline)))
    .toBe(true);
const undone = async () => {
  await edit.staged();
  await edit.w.press('Control+z');
  await edit.lineShows(7, FILLED);
  await edit.staged();
};

describe('staged text', () => {
  test('by mouse: the hover tells the probability and offers others; one is chosen and the rest follows', async () => {
    await edit.stageByKeyboard();
    await expect.poll(() => edit.w.hover('(radius')).toMatch(/likely[\s\S]+the rest follows/);
    await edit.w.screenshot('remask-hover');
    engine.play({ texts: ['x y z'] });
    await edit.w.clickInHover('radius2');
    await textIs(/radius2/);
    await edit.staged();
    expect((await edit.lineText(7)) ?? '').not.toBe(FILLED);
    await undone();
  });

  test('by keyboard: the hover opens at the cursor; a pinned token outlives a retry', async () => {
    await edit.stageByKeyboard();
    await edit.w.goTo({ line: 7, column: 15 });
    await edit.w.press('Control+K', 'Control+I');
    const hover = edit.w.page.locator('.monaco-hover:visible .hover-contents');
    await expect.poll(async () => (await hover.allInnerTexts()).join('\n')).toContain('likely');
    await edit.w.press('Escape');
    await edit.drag('area(');
    await edit.w.chord('k');
    await pinnedShown();
    await edit.w.screenshot('remask-pinned');
    engine.play({ texts: ['one two', 'three four'] });
    await edit.w.chord('g');
    await textIs(/area\(/);
    await expect.poll(() => edit.lineText(7)).not.toContain('radius');
    await undone();
  });

  test('by keyboard: the uncertain tokens are remasked, then the text is tried shorter', async () => {
    await edit.stageByKeyboard();
    await edit.w.goTo({ line: 7, column: 6 });
    engine.play({ texts: ['@ #'] });
    await edit.w.chord(';');
    await edit.lineShows(7, 'total += area@ #radius)@ # 2;');
    await undone();
    const before = (await edit.lineText(7))?.length ?? 0;
    engine.play({ texts: ['a b'] });
    await edit.w.goTo({ line: 7, column: 6 });
    await edit.w.chord('-');
    await expect.poll(async () => (await edit.lineText(7))?.length ?? before).not.toBe(before);
    await undone();
  });

  test('by mouse: lenses remask what is uncertain and retry; the menu tries it longer, and a part is pinned', async () => {
    await edit.stageByKeyboard();
    engine.play({ texts: ['@ #'] });
    await edit.w.clickLens(/Remask \d+ Uncertain/);
    await textIs(/@/);
    await undone();
    engine.play({ texts: ['again;', 'anew;'] });
    await edit.w.clickLens('Retry');
    await textIs(/again;|anew;/);
    await undone();
    engine.play({ texts: [FILLED] });
    await edit.w.chooseFromContextMenu('area(', 'Remask', 'Try It Longer');
    await textIs(/pad/);
    await undone();
    await edit.drag('(radius');
    await edit.w.openContextMenu('(radius');
    await edit.w.screenshot('remask-context-menu');
    await edit.w.press('Escape');
    await edit.w.chooseFromContextMenu('(radius', 'Remask', 'Pin or Unpin Selection');
    await pinnedShown();
  });

  test('the status bar offers the same when the row above is out of sight', async () => {
    await edit.stageByKeyboard();
    await edit.w.clickStatusBar('Remask');
    await expect
      .poll(async () => (await edit.w.quick.openRows()).join('\n'))
      .toMatch(/Accept[\s\S]+Reject[\s\S]+Retry/);
    await edit.w.screenshot('remask-status-menu');
    await edit.w.quick.clickRow('Reject');
    await edit.lineShows(7, LOOP);
    await edit.noLens();
    await edit.stageByKeyboard();
    await edit.w.page.locator('.statusbar-item').filter({ hasText: 'Remask' }).hover();
    await edit.w.page.locator('.monaco-hover:visible').filter({ hasText: 'Retry' }).waitFor();
    await edit.w.screenshot('remask-status-hover');
    await edit.w.clickInHover('Accept');
    await edit.noLens();
    await edit.lineShows(7, FILLED);
  });
});

describe('validation', () => {
  const BROKEN = 'total = total + missing;';
  const squiggle = () =>
    expect.poll(() => edit.w.page.locator('.monaco-editor .squiggly-error').count()).toBeGreaterThan(0);

  test('by mouse: each round is told with what it found, and can be stopped; the best draft stays', async () => {
    await edit.stageByKeyboard(BROKEN);
    await squiggle();
    engine.play({ texts: ['absent'], allowed: 0 });
    await edit.w.chooseFromContextMenu('missing', 'Remask', 'Validate and Remask');
    await edit.lens(/Round 1\/2 · 1 problem/);
    await edit.w.screenshot('validate-round-1');
    engine.play({ texts: ['absent'], allowed: 0 });
    await edit.w.clickLens('Stop');
    await edit.lens(/^1 problem/);
    await edit.staged();
    await edit.lineShows(7, BROKEN);
    await edit.w.clickLens('Reject');
    await edit.lineShows(7, LOOP);
  });

  test('by keyboard: a round mends the place and leaves the rest alone', async () => {
    await edit.stageByKeyboard(BROKEN);
    await squiggle();
    engine.play({ texts: [' radius'] });
    await edit.w.goTo({ line: 7, column: 6 });
    await edit.w.press('Control+K', 'Control+V');
    await edit.lens(/No problems/);
    await edit.lineShows(7, LOOP);
    await edit.w.screenshot('validate-mended');
    await edit.w.press('Control+Enter');
    await edit.noLens();
    expect(await edit.saved()).toBe(SOURCE);
  });

  test('by setting: a draft is judged as soon as it is staged', async () => {
    await edit.configure({ 'remask.validate.afterStaging': true });
    await edit.stageByKeyboard(LOOP.replace('radius', 'radius + 1'));
    await edit.lens(/No problems/);
    await edit.w.screenshot('validate-by-setting');
  });

  test('JSON against its schema: what breaks it is remasked where the cursor is, by mouse and by keyboard', async () => {
    await edit.w.openFile('order.json');
    const lineIs = (line: number, text: string) => expect.poll(() => edit.lineText(line)).toBe(text);
    engine.play({ texts: ['12'] });
    await edit.w.chooseFromContextMenu('"count"', 'Remask', 'Validate and Remask');
    await edit.lens(/No problems/);
    await lineIs(4, '"count": 12,');
    await lineIs(5, '"paid": "no"');
    await edit.w.screenshot('validate-json');
    await edit.w.clickLens('Accept');
    await edit.noLens();
    engine.play({ texts: ['false'] });
    await edit.w.goTo({ line: 5, column: 4 });
    await edit.w.press('Control+K', 'Control+V');
    await edit.lens(/No problems/);
    await lineIs(5, '"paid": false');
    await edit.w.press('Control+Enter');
    await edit.noLens();
    await edit.w.save();
    expect(edit.w.workspace.read('order.json')).toBe(ORDER.replace('true', '12').replace('"no"', 'false'));
  });
});
