/**
 * From a pass leaving the engine to its picture on the screen: the way through the protocol, the session, the pacer and the
 * editor. The scripted engine notes when it sends a pass; the page notes the animation frame that first shows another
 * overlay. Passes come slowly enough for each to get a frame of its own, so that no pass waits for the pacer's next slot.
 * Then as fast as they can, for the pictures per second that a person gets to see.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ARTIFACTS } from '../../host/artifacts';
import { median, quantile } from '../../bench/support/quantiles';
import { type OverlayFrame, watchOverlay } from '../support/overlayWatch';
import { FILLED, ScriptedEdit } from '../support/scriptedEdit';

/** Of more cells than passes, so that every pass shows something new. */
const TEXT = `${FILLED} // ${'a b c d e f '.repeat(5)}`;
const PASSES = 40;
const SLOW_MS = 400;
const FAST_MS = 20;

async function watched(edit: ScriptedEdit, passMs: number): Promise<readonly OverlayFrame[]> {
  edit.engine.play({ texts: [TEXT], passes: PASSES, passMs, allowed: 0 });
  await edit.selectLoop();
  await edit.w.press('Control+K', 'Control+G');
  await edit.lens(/Preparing/);
  const watch = await watchOverlay(edit.w.page, 'return total');
  edit.engine.play({ texts: [TEXT], passes: PASSES, passMs });
  await edit.lens(new RegExp(`Pass ${PASSES}/${PASSES}`));
  return (await watch()).slice(1);
}

/** Milliseconds from each pass but the last to the first picture after it, if that came before the next pass. */
function waits(passes: readonly number[], frames: readonly OverlayFrame[]): readonly number[] {
  return passes.slice(0, -1).flatMap((sent, i) => {
    const shown = frames.find(({ at }) => at >= sent && at < (passes[i + 1] ?? Infinity));
    return shown ? [shown.at - sent] : [];
  });
}

test('pass to picture', async () => {
  const edit = new ScriptedEdit();
  try {
    await edit.start();
    const slow = await watched(edit, SLOW_MS);
    const paintMs = waits(edit.engine.passTimes(), slow);
    await edit.startOver();
    const fast = await watched(edit, FAST_MS);
    const seconds = ((fast.at(-1)?.at ?? 0) - (fast[0]?.at ?? 0)) / 1000;
    const picturesPerSecond = (fast.length - 1) / seconds;
    expect(paintMs.length).toBeGreaterThan(PASSES / 2);
    console.log(
      `pass to painted overlay: median ${median(paintMs)} ms, 90 % under ${quantile(paintMs, 0.9)} ms, ` +
        `of ${paintMs.length} passes; ${picturesPerSecond.toFixed(1)} pictures a second when passes take ${FAST_MS} ms`,
    );
    mkdirSync(ARTIFACTS, { recursive: true });
    writeFileSync(join(ARTIFACTS, 'bench-paint.json'), JSON.stringify({ paintMs, picturesPerSecond }));
  } finally {
    await edit.stop();
  }
}, 600_000);
