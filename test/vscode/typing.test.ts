/** A user who types all the while: what is drawn stays calm, and what is typed is all there; on a scripted engine. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Command } from '../../extension/ids';
import { openText, select, type } from './support/editors';
import { frameOf, inState, remaskApi, run } from './support/remask';
import { until } from './support/until';
import { useFakeEngine } from './support/useFakeEngine';

const SOURCE = 'head\n  const one = alpha;\n  const two = beta;\ntail\n';
const BODY = '  const one = alpha;\n  const two = beta;';
const FILLED = '  const uno = alpha;\n  const dos = beta;';
const RESULT = SOURCE.replace(BODY, FILLED);

suite('under a typing user', () => {
  const engine = useFakeEngine();

  test('frames: at most eight a second, none like the one before, also while the user types', async () => {
    const drawn: { readonly at: number; readonly frame: unknown }[] = [];
    const listener = (await remaskApi()).onDidDraw(({ frame }) => drawn.push({ at: Date.now(), frame }));
    try {
      const passes = 24;
      engine.play({ texts: [FILLED], passes, passMs: 40 });
      const editor = await openText(SOURCE, 'txt');
      select(editor, BODY);
      await run(Command.infill);
      editor.selection = new vscode.Selection(4, 0, 4, 0);
      for (let i = 0; i < passes; i++) await type('x');
      await inState(editor.document, 'staged');
      await frameOf(editor.document, ({ heat }) => heat[3].length > 0);
      await until('the last frame is sent', () =>
        drawn.some(({ frame }) => JSON.stringify(frame).includes('"hidden":[]')),
      );
      const frames = drawn.map(({ frame }) => JSON.stringify(frame));
      assert.ok(frames.length > 2, `only ${frames.length} frames`);
      assert.deepEqual(
        frames.filter((frame, i) => frame === frames[i - 1]),
        [],
      );
      // Timers may fire a few milliseconds early.
      const within = (start: number) => drawn.filter(({ at }) => start <= at && at < start + 1000 - 10).length;
      const most = Math.max(...drawn.map(({ at }) => within(at)));
      assert.ok(most <= 8, `${most} frames in a second`);
      assert.equal(editor.document.getText(), `${RESULT}${'x'.repeat(passes)}`);
    } finally {
      listener.dispose();
    }
  });

  test('twenty runs under a typing user: no character is lost, doubled or out of place', async () => {
    const texts = ['  one;', '  const two = 2;', '  return three + three;'];
    engine.play({ texts, passes: 2 });
    const editor = await openText(SOURCE, 'txt');
    select(editor, BODY);
    await run(Command.infill);
    await inState(editor.document, 'staged');
    editor.selection = new vscode.Selection(0, 4, 0, 4);
    let typed = '';
    for (let i = 0; i < 20; i++) {
      const retried = run(Command.retry);
      for (const character of `<${i} run>`) {
        await type(character);
        typed += character;
      }
      await retried;
      await inState(editor.document, 'staged');
    }
    const filled = texts.find((text) => editor.document.getText().includes(text)) ?? '?';
    assert.equal(editor.document.getText(), SOURCE.replace('head', `head${typed}`).replace(BODY, filled));
  });
});
