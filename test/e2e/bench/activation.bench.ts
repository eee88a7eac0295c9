/**
 * What the extension adds to the start of a window, as VS Code itself tells it in *Show Running Extensions*: loading the
 * code and running `activate`. The engine is not part of it, it starts with the first use. One figure per window; beside
 * it those of VS Code's own extensions in the same windows, which tell how busy the machine was. The code is built as it
 * ships.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ARTIFACTS } from '../../host/artifacts';
import { REPOSITORY_ROOT } from '../../host/repositoryRoot';
import { median } from '../../bench/support/quantiles';
import { openWorkbench } from '../support/openWorkbench';
import type { Workbench } from '../support/workbench';

const WINDOWS = 7;
const OURS = 'remask';

/** Milliseconds by extension, of those that say. */
async function activations(w: Workbench): Promise<ReadonlyMap<string, number>> {
  await w.command('Developer: Show Running Extensions');
  const rows = w.page.locator('.runtime-extensions-editor .monaco-list-row');
  const ours = rows.filter({ hasText: OURS }).locator('.activation-time');
  await expect.poll(() => ours.innerText()).toMatch(/\d+ms/);
  const texts = await rows.evaluateAll((each) =>
    each.map((row) => [row.querySelector('.name')?.textContent, row.querySelector('.activation-time')?.textContent]),
  );
  return new Map(
    texts.flatMap(([name, told]) => {
      const ms = /(\d+)ms/.exec(told ?? '')?.[1];
      return name && ms !== undefined ? [[name.toLowerCase(), Number(ms)] as const] : [];
    }),
  );
}

test('activation', async () => {
  const build = (...options: readonly string[]) =>
    spawnSync(process.execPath, ['esbuild.mjs', ...options], { cwd: REPOSITORY_ROOT });
  build('--production');
  const open = await openWorkbench();
  try {
    const figures = new Map<string, number[]>();
    for (let i = 0; i < WINDOWS; i++) {
      if (i > 0) await open.workbench.page.reload();
      await open.workbench.ready();
      await expect.poll(() => open.workbench.statusBar('Remask')).not.toEqual([]);
      for (const [name, ms] of await activations(open.workbench)) figures.set(name, [...(figures.get(name) ?? []), ms]);
    }
    for (const [name, ms] of figures) console.log(`${name}: median ${median(ms)} ms of ${ms.join(', ')} ms`);
    expect(figures.get(OURS)).toHaveLength(WINDOWS);
    mkdirSync(ARTIFACTS, { recursive: true });
    writeFileSync(join(ARTIFACTS, 'bench-activation.json'), JSON.stringify(Object.fromEntries(figures)));
  } finally {
    await open.close();
    build();
  }
}, 600_000);
