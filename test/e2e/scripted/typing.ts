/**
 * A person who does not stop typing while eight runs go over the file: before, after and inside the hole, on the real
 * keyboard. The scripted engine denoises in its own time; nothing waits for it.
 */
import { expect, test } from 'vitest';
import { FILE, useScriptedEdit } from '../support/scriptedEdit';

const RUNS = 8;
const HEAD = 'head';
const TAIL = 'tail';
const NOTES = 'notes.txt';
const edit = useScriptedEdit({ files: { [NOTES]: `${HEAD}\none two three four five six\n${TAIL}` } });
const { engine } = edit;

const line = async (number: number) => (await edit.w.lines()).find((each) => each.line === number)?.text;
const toLine = (number: 1 | 2 | 3) =>
  edit.w.press(...(number === 3 ? ['Control+End'] : ['Control+Home', ...(number === 2 ? ['ArrowDown'] : []), 'End']));
/** The text around what is in it once; else all of it. */
const once = (part: string, text: string): string => {
  const around = text.split(part);
  return around.length === 2 ? around.join('') : text;
};

test('eight runs under a typing person: no character is lost, doubled or out of place', async () => {
  // VS Code lets the first call of a command wait for its extension; it then takes the cursor where that is by now.
  await edit.stageByKeyboard();
  await edit.w.clickLens('Reject');
  await edit.noLens();
  await edit.w.openFile(NOTES);
  let before = HEAD;
  let after = TAIL;
  for (let run = 0; run < RUNS; run++) {
    const filled = `${['alpha', 'beta', 'gamma'][run % 3]} = delta + epsilon * zeta - eta`;
    const inside = `{${run}in}`;
    engine.play({ texts: [filled], passes: 8, passMs: 20 });
    await toLine(2);
    await edit.w.press('Shift+Home', 'Control+K', 'Control+G');
    await toLine(1);
    await edit.w.type(`<${run}>`);
    before += `<${run}>`;
    await toLine(2);
    await edit.w.press('Home', 'ArrowRight', 'ArrowRight');
    await edit.w.type(inside);
    await toLine(3);
    await edit.w.type(`(${run})`);
    after += `(${run})`;
    await edit.staged();
    await expect.poll(() => line(1)).toBe(before);
    await expect.poll(() => line(3)).toBe(after);
    // Wherever the typed text came to lie, it is there once and in one piece, and around it is the engine's.
    // The row of actions may be on the screen a frame before the text is, on a busy machine.
    await expect.poll(async () => once(inside, (await line(2)) ?? '')).toBe(filled);
    await edit.w.clickLens('Accept');
    await edit.noLens();
  }
  const second = await line(2);
  await edit.w.save();
  expect(edit.w.workspace.read(NOTES)).toBe(`${before}\n${second}\n${after}`);
  await edit.w.openFile(FILE);
});
