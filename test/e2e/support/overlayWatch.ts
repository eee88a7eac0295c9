/** Watches, frame by frame, what decorations draw in the active editor. */
import type { Page } from 'playwright-core';
import { ACTIVE_EDITOR } from './editorView';

/** One picture of the overlay, different from the one before it. */
export interface OverlayFrame {
  /** Milliseconds since 1970, right before it was painted. */
  readonly at: number;
  /** Attachments and painted rectangles, as text. */
  readonly drawn: string;
  /** Where the watched line stood and where the cursor was, in pixels of the page: what must not move. */
  readonly lineTop: number;
  readonly cursor: string;
}

/**
 * Begins now; `line` is the start of a line's text, whose place is watched too. The function it gives back stops, and
 * returns the pictures in order.
 */
export async function watchOverlay(page: Page, line = ''): Promise<() => Promise<readonly OverlayFrame[]>> {
  const watch = await page.evaluateHandle(startWatching, [ACTIVE_EDITOR, line] as const);
  return async () => {
    const frames = await watch.evaluate(({ stop }) => stop());
    await watch.dispose();
    return frames;
  };
}

/** Runs inside the page, and must be complete in itself. */
function startWatching([editorSelector, line]: readonly [string, string]): { stop(): readonly OverlayFrame[] } {
  const frames: OverlayFrame[] = [];
  let stopped = false;
  // The editor draws in an animation frame of its own, which may be called after this one's, and between two pictures its
  // style sheet is ahead of its elements. A change of size, though, is reported after all that was asked for in the frame
  // and right before it is painted.
  const probe = document.body.appendChild(document.createElement('div'));
  probe.style.cssText = 'position: fixed; visibility: hidden; width: 0px; height: 0px';
  let width = 0;
  const look = (): void => {
    const editor = document.querySelector(editorSelector);
    const attached = [...(editor?.querySelectorAll('.view-line span[class*="ced-"]') ?? [])]
      .map((span) => getComputedStyle(span, '::after').content)
      .filter((content) => /^".+"$/s.test(content));
    const marks = [...(editor?.querySelectorAll('.view-overlays .cdr[class*="ced-"]') ?? [])].map(
      (each) => `${each.className.replace(/\s+/g, '.')}@${(each as HTMLElement).style.cssText}`,
    );
    const shown = (each: Element) => (each.textContent ?? '').replaceAll('\u00a0', ' ').trimStart();
    const watched = [...(editor?.querySelectorAll('.view-line') ?? [])].find((each) => shown(each).startsWith(line));
    const cursor = editor?.querySelector('.cursors-layer .cursor') as HTMLElement | null;
    const drawn = [...attached, ...marks.sort()].join(' ');
    if (drawn !== frames.at(-1)?.drawn) {
      frames.push({
        at: Date.now(),
        drawn,
        lineTop: watched?.getBoundingClientRect().top ?? 0,
        cursor: `${cursor?.style.left} ${cursor?.style.top}`,
      });
    }
  };
  const observer = new ResizeObserver(look);
  const next = (): void => {
    if (stopped) return;
    width = 1 - width;
    probe.style.width = `${width}px`;
    requestAnimationFrame(next);
  };
  observer.observe(probe);
  next();
  return {
    stop: () => {
      stopped = true;
      observer.disconnect();
      probe.remove();
      return frames;
    },
  };
}
