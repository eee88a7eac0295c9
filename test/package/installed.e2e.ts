/**
 * What a user gets: the .vsix of this machine is packed, installed into VS Code by its own installer, and edits a file
 * with the engine and the model that came in it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { hostTarget, runtimePaths, RUNTIME_BINARIES } from '../../scripts/package/targets';
import { PACKAGES } from '../../scripts/package/packTarget';
import { openWorkbench, type OpenWorkbench } from '../e2e/support/openWorkbench';
import { REPOSITORY_ROOT } from '../host/repositoryRoot';

const target = hostTarget();
let open: OpenWorkbench;

beforeAll(async () => {
  const packed = spawnSync(process.execPath, ['scripts/package.mjs'], { cwd: REPOSITORY_ROOT, encoding: 'utf8' });
  expect(packed.status, packed.stderr).toBe(0);
  const folder = join(REPOSITORY_ROOT, PACKAGES);
  const file = readdirSync(folder).find((name) => name.endsWith(`-${target}.vsix`)) ?? '';
  open = await openWorkbench({ vsix: join(folder, file) });
});
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  await open.workbench.screenshot('failed-packaged');
  open.keepLogs('failed-packaged');
});
afterAll(() => open?.close());

function installedFiles(): readonly string[] {
  const [folder = ''] = readdirSync(open.extensionsDirectory).filter((name) => name.startsWith('remask.remask-'));
  const root = join(open.extensionsDirectory, folder);
  expect(existsSync(join(root, 'package.json')), `${open.extensionsDirectory} holds no remask`).toBe(true);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

test('it holds this platform’s runtime, and neither another one’s nor any source', () => {
  const files = installedFiles();
  const binaries = files.filter((file) => file.startsWith(RUNTIME_BINARIES));
  expect(binaries.sort()).toEqual(target ? [...runtimePaths(target)].sort() : []);
  expect(files.filter((file) => /\.(ts|map|py)$/.test(file) && !file.startsWith('samples/'))).toEqual([]);
  expect(files).toEqual(
    expect.arrayContaining(['dist/extension.js', 'dist/engine.js', 'dist/modelWorker.js', 'LICENSE.txt', 'readme.md']),
  );
  expect(files).toEqual(
    expect.arrayContaining(['ThirdPartyNotices.txt', 'package.nls.de.json', 'l10n/bundle.l10n.de.json']),
  );
});

test('its engine knows the grammar of what it writes', () => {
  const [folder = ''] = readdirSync(open.extensionsDirectory).filter((name) => name.startsWith('remask.remask-'));
  const root = join(open.extensionsDirectory, folder);
  const args = [
    join(root, 'dist/cli.js'),
    'infill',
    join(root, 'samples/workspace/src/cart.ts'),
    '--at',
    '1:1',
    '--json',
  ];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stdout, stderr).toMatch(/"syntax":\{"drafts":\d+,"problems":\d+\}/);
});

test('it fills a hole, and gives the text back on reject', async () => {
  const w = open.workbench;
  await w.openFile('src/cart.ts');
  const before = w.workspace.read('src/cart.ts');
  await w.selectByMouse('item.price * item.count');
  await w.chooseFromContextMenu('item.price * item.count', 'Remask Selection');
  await expect.poll(() => w.lenses()).toContainEqual(expect.stringMatching(/Reject/));
  await w.screenshot('packaged-staged');
  await w.clickLens('Reject');
  await expect.poll(() => w.isDirty()).toBe(false);
  expect(w.workspace.read('src/cart.ts')).toBe(before);
});
