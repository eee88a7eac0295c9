/**
 * A workspace that nobody has vouched for: edits work, and nothing that it names is run. In the same window, trusted, the
 * task runs: so it is trust that decides.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REPOSITORY_ROOT } from '../host/repositoryRoot';
import { SETTINGS } from './support/configure';
import { useWorkbench } from './support/useWorkbench';
import type { Workbench } from './support/workbench';

const SUM = 'item.price * item.count';
const TASK = {
  version: '2.0.0',
  tasks: [{ label: 'judge', type: 'process', command: 'touch', args: ['${workspaceFolder}/ran'], problemMatcher: [] }],
};
const QUIET = { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' };
const sample = (path: string) => readFileSync(join(REPOSITORY_ROOT, 'samples/workspace', path), 'utf8');

/** What the workspace wants as well: were it heeded, nothing would start. */
const EVIL = { 'remask.model': './evil', 'remask.engine.nodePath': './evil.sh' };
const settings = (more: object) => JSON.stringify({ 'remask.validate.task': 'judge', ...more });

/** Everything is there before the window opens: what it names must be known when the first key is pressed. */
const files = {
  '.vscode/tasks.json': JSON.stringify(TASK),
  [SETTINGS]: settings(EVIL),
  'order.json': sample('order.json'),
  'schemas/order.schema.json': sample('schemas/order.schema.json'),
  'src/cart.ts': sample('src/cart.ts'),
};
const workbench = useWorkbench({ files, trusted: false, settings: QUIET });

/** The schema of the sample wants a number where this line has `true`. */
async function startValidating(w: Workbench): Promise<void> {
  await w.openFile('order.json');
  await w.goTo({ line: 6, column: 14 });
  await w.press('Control+K', 'Control+V');
}

const hasRun = (w: Workbench) => existsSync(join(w.workspace.folder, 'ran'));
const restricted = () => expect.poll(() => workbench().statusBar('Restricted Mode'));

describe('in Restricted Mode', () => {
  test('code is remasked with the bundled model and the usual Node, whatever the workspace asks for', async () => {
    const w = workbench();
    await restricted().not.toEqual([]);
    await w.openFile('src/cart.ts');
    await w.selectByMouse(SUM);
    await w.chooseFromContextMenu(SUM, 'Remask Selection');
    await expect.poll(() => w.lenses()).toContainEqual(expect.stringMatching(/Reject/));
    await w.screenshot('restricted-staged');
    const item = w.page.locator('.statusbar-item[aria-label*="Remask runs"]');
    expect(await item.getAttribute('aria-label')).toMatch(/Restricted Mode: settings of this workspace/);
    await w.clickLens('Accept');
    await w.save();
    expect(w.workspace.read('src/cart.ts')).not.toContain(`sum += ${SUM};`);
  });

  test('validation judges without the task that the workspace names', async () => {
    const w = workbench();
    await startValidating(w);
    await expect.poll(() => w.lenses()).toContainEqual(expect.stringMatching(/Reject/));
    await expect.poll(() => w.lenses()).toContainEqual(expect.stringMatching(/problem/i));
    await w.screenshot('restricted-validated');
    expect(hasRun(w)).toBe(false);
    await w.press('Control+Shift+Backspace');
    await expect.poll(() => w.lenses()).toEqual([]);
    await w.closeEditorWithoutSaving();
  });
});

test('once a person trusts the workspace, the same validation runs the task', async () => {
  const w = workbench();
  w.workspace.write(SETTINGS, settings({}));
  await w.command('Workspaces: Manage Workspace Trust');
  await w.page.locator('.workspace-trust-editor .monaco-button').filter({ hasText: 'Trust' }).first().click();
  await restricted().toEqual([]);
  await startValidating(w);
  // A terminal has to start for it.
  await expect.poll(() => hasRun(w), { timeout: 90_000 }).toBe(true);
});
