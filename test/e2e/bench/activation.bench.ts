/**
 * What the extension adds to the start of a window, as VS Code itself tells it in *Show Running Extensions*: loading the
 * code and running `activate`. The engine is not part of it, it starts with the first use. One figure per window. Once as it
 * is, with the window and all else that starts then: waiting for the others counts, so their figures stand beside it. And
 * once by a command in a window that has come to rest: what it costs by itself. The code is built as it ships.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ARTIFACTS } from '../../host/artifacts';
import { REPOSITORY_ROOT } from '../../host/repositoryRoot';
import { median } from '../../bench/support/quantiles';
import { openWorkbench } from '../support/openWorkbench';
import type { Workbench } from '../support/workbench';

const WINDOWS = 7;
const QUIET_AFTER_MS = 5000;
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

/** Opens as many windows one after the other, each with `act` before its figures are read. */
async function measure(windows: number, act: (w: Workbench) => Promise<void>): Promise<ReadonlyMap<string, number[]>> {
  const open = await openWorkbench();
  const w = open.workbench;
  try {
    const figures = new Map<string, number[]>();
    for (let i = 0; i < windows; i++) {
      if (i > 0) await w.page.reload();
      await w.ready();
      await act(w);
      await expect.poll(() => w.statusBar('Remask')).not.toEqual([]);
      for (const [name, ms] of await activations(w)) figures.set(name, [...(figures.get(name) ?? []), ms]);
    }
    return figures;
  } finally {
    await open.close();
  }
}

/** A folder like the clone, but for when its extension starts: not before one of its commands is used. */
function startedByCommand(): string {
  const folder = mkdtempSync(join(tmpdir(), 'remask-by-command-'));
  for (const name of readdirSync(REPOSITORY_ROOT)) symlinkSync(join(REPOSITORY_ROOT, name), join(folder, name));
  const manifest = join(folder, 'package.json');
  const text = readFileSync(manifest, 'utf8');
  rmSync(manifest);
  writeFileSync(manifest, JSON.stringify({ ...JSON.parse(text), activationEvents: [] }));
  return folder;
}

function tell(when: string, figures: ReadonlyMap<string, number[]>): void {
  for (const [name, ms] of figures) console.log(`${when}, ${name}: median ${median(ms)} ms of ${ms.join(', ')} ms`);
}

test('activation', async () => {
  const build = (...options: readonly string[]) =>
    spawnSync(process.execPath, ['esbuild.mjs', ...options], { cwd: REPOSITORY_ROOT });
  build('--production');
  const byCommand = startedByCommand();
  try {
    const together = await measure(WINDOWS, () => Promise.resolve());
    tell('with the window', together);
    process.env['REMASK_EXTENSION'] = byCommand;
    const alone = await measure(WINDOWS, async (w) => {
      await pause(QUIET_AFTER_MS);
      await w.command('Remask: Show Log');
    });
    tell('by a command, later', new Map([[OURS, alone.get(OURS) ?? []]]));
    expect(together.get(OURS)).toHaveLength(WINDOWS);
    expect(alone.get(OURS)).toHaveLength(WINDOWS);
    mkdirSync(ARTIFACTS, { recursive: true });
    const figures = { together: Object.fromEntries(together), alone: alone.get(OURS) };
    writeFileSync(join(ARTIFACTS, 'bench-activation.json'), JSON.stringify(figures));
  } finally {
    delete process.env['REMASK_EXTENSION'];
    rmSync(byCommand, { recursive: true });
    build();
  }
}, 600_000);
