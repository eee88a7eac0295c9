/** A workspace of several roots in a window that speaks German: one workbench for what is tested of either. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from '../../host/repositoryRoot';
import { useWorkbench } from '../support/useWorkbench';

const sample = (path: string) => readFileSync(join(REPOSITORY_ROOT, 'samples/workspace', path), 'utf8');
const touch = (file: string) =>
  JSON.stringify({
    version: '2.0.0',
    tasks: [
      { label: 'judge', type: 'process', command: 'touch', args: [`\${workspaceFolder}/${file}`], problemMatcher: [] },
    ],
  });

export const workbench = useWorkbench({
  language: 'de',
  workspaceFile: 'shop.code-workspace',
  files: {
    'shop.code-workspace': JSON.stringify({ folders: [{ path: 'first' }, { path: 'second' }] }),
    'first/.vscode/tasks.json': touch('ran'),
    'first/readme.md': '# First\n',
    'second/.vscode/tasks.json': touch('ran'),
    'second/.vscode/settings.json': JSON.stringify({ 'remask.validate.task': 'judge', 'remask.validate.rounds': 1 }),
    'second/order.json': sample('order.json'),
    'second/schemas/order.schema.json': sample('schemas/order.schema.json'),
    'second/src/cart.ts': sample('src/cart.ts'),
  },
});
