/**
 * What the extension adds to the start of a window, as VS Code itself tells it in *Show Running Extensions*: loading the
 * code and running `activate`. The engine is not part of it, it starts with the first use. One figure per window.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ARTIFACTS } from '../../host/artifacts';
import { median } from '../../bench/support/quantiles';
import { openWorkbench } from '../support/openWorkbench';
import type { Workbench } from '../support/workbench';

const WINDOWS = 5;

async function activationMs(w: Workbench): Promise<number> {
  await w.command('Developer: Show Running Extensions');
  const row = w.page.locator('.runtime-extensions-editor .monaco-list-row').filter({ hasText: 'remask' });
  const told = row.locator('.activation-time');
  await expect.poll(() => told.innerText()).toMatch(/\d+ms/);
  return Number(/(\d+)ms/.exec(await told.innerText())?.[1]);
}

test('activation', async () => {
  const open = await openWorkbench();
  try {
    const figures: number[] = [];
    for (let i = 0; i < WINDOWS; i++) {
      if (i > 0) await open.workbench.page.reload();
      await open.workbench.ready();
      await expect.poll(() => open.workbench.statusBar('Remask')).not.toEqual([]);
      figures.push(await activationMs(open.workbench));
    }
    console.log(`activation: median ${median(figures)} ms of ${figures.join(', ')} ms`);
    mkdirSync(ARTIFACTS, { recursive: true });
    writeFileSync(join(ARTIFACTS, 'bench-activation.json'), JSON.stringify({ activationMs: figures }));
  } finally {
    await open.close();
  }
}, 600_000);
