/**
 * Records what a page shows, by Chromium's own screencast: a picture whenever something was painted, with its time. The
 * animation holds of each picture only what differs from the one before.
 */
import type { Page } from 'playwright-core';
import type { AnimationFrame } from './apng';
import { changedPart } from './changedPart';

interface Shot {
  readonly base64: string;
  readonly at: number;
}

/** Shorter than this nobody sees; longer than that nobody waits. */
const SHORTEST_MS = 60;
const LONGEST_MS = 2000;
const LAST_MS = 3000;

export async function record(page: Page, act: () => Promise<void>): Promise<readonly AnimationFrame[]> {
  const shots: Shot[] = [];
  const devtools = await page.context().newCDPSession(page);
  devtools.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    shots.push({ base64: data, at: 1000 * (metadata.timestamp ?? 0) });
    void devtools.send('Page.screencastFrameAck', { sessionId });
  });
  await devtools.send('Page.startScreencast', { format: 'png', everyNthFrame: 1 });
  await act();
  await devtools.send('Page.stopScreencast');
  await devtools.detach();
  // A busy machine hands the pictures over in another order than they were painted in.
  return framesOf(
    page,
    shots.toSorted((a, b) => a.at - b.at),
  );
}

async function framesOf(page: Page, shots: readonly Shot[]): Promise<readonly AnimationFrame[]> {
  const frames: AnimationFrame[] = [];
  let shown: string | undefined;
  const worth = shots.filter(({ at }, i) => (shots[i + 1]?.at ?? Infinity) - at >= SHORTEST_MS);
  for (const [i, { base64, at }] of worth.entries()) {
    const ms = Math.min(LONGEST_MS, Math.round((worth[i + 1]?.at ?? at + LAST_MS) - at));
    const part = await page.evaluate(changedPart, [shown, base64] as const);
    const last = frames.at(-1);
    if (part) {
      frames.push({ png: Buffer.from(part.base64, 'base64'), x: part.x, y: part.y, ms });
      shown = base64;
    } else if (last) {
      frames[frames.length - 1] = { ...last, ms: Math.min(LONGEST_MS, last.ms + ms) };
    }
  }
  return frames;
}
