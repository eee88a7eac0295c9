/** A workspace of several roots: each has settings and tasks of its own, also where their names are the same. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY_ROOT } from '../host/repositoryRoot';
import { useWorkbench } from './support/useWorkbench';

const sample = (path: string) => readFileSync(join(REPOSITORY_ROOT, 'samples/workspace', path), 'utf8');
const touch = (file: string) =>
  JSON.stringify({
    version: '2.0.0',
    tasks: [
      { label: 'judge', type: 'process', command: 'touch', args: [`\${workspaceFolder}/${file}`], problemMatcher: [] },
    ],
  });

const workbench = useWorkbench({
  workspaceFile: 'shop.code-workspace',
  files: {
    'shop.code-workspace': JSON.stringify({ folders: [{ path: 'first' }, { path: 'second' }] }),
    'first/.vscode/tasks.json': touch('ran'),
    'first/readme.md': '# First\n',
    'second/.vscode/tasks.json': touch('ran'),
    'second/.vscode/settings.json': JSON.stringify({ 'remask.validate.task': 'judge', 'remask.validate.rounds': 1 }),
    'second/order.json': sample('order.json'),
    'second/schemas/order.schema.json': sample('schemas/order.schema.json'),
  },
});

test('a file is validated by the settings, the schema and the task of its own root', async () => {
  const w = workbench();
  await w.openFile('order.json');
  await w.goTo({ line: 6, column: 14 });
  await w.press('Control+K', 'Control+V');
  // A terminal has to start for it.
  await expect.poll(() => existsSync(join(w.workspace.folder, 'second/ran')), { timeout: 90_000 }).toBe(true);
  await w.screenshot('multi-root-validated');
  expect(existsSync(join(w.workspace.folder, 'first/ran'))).toBe(false);
});
