/**
 * A headless Chromium with one page, its profile in a temporary folder and no way to any host but this one.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

export interface Browser {
  readonly context: BrowserContext;
  readonly page: Page;
  stop(): Promise<void>;
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/** Of the page, in pixels. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
}

const DESKTOP: Viewport = { width: 1280, height: 800 };

export async function startBrowser(executablePath: string, viewport = DESKTOP): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'remask-chromium-'));
  const context = await chromium.launchPersistentContext(profile, { executablePath, viewport, args: FLAGS });
  // tsx keeps function names by calling this helper, also in functions that we send into the page.
  await context.addInitScript('globalThis.__name ??= (named) => named');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return {
    context,
    page: context.pages()[0] ?? (await context.newPage()),
    stop: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
