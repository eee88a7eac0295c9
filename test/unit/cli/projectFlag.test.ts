import type * as Fs from 'node:fs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { projectFiles } from '../../../engine/cli/projectFlag';
import { temporaryFolder } from '../../support/temporaryFolder';

/** What a folder does whose rights are another user's, whoever runs the tests. */
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof Fs>();
  const readdirSync = (path: string, options: { withFileTypes: true }) => {
    if (path.endsWith('locked')) throw Object.assign(new Error('denied'), { code: 'EACCES' });
    return fs.readdirSync(path, options);
  };
  return { ...fs, readdirSync };
});

const root = temporaryFolder();
for (const folder of ['locked', 'src', 'node_modules']) {
  mkdirSync(join(root, folder));
  writeFileSync(join(root, folder, 'a.ts'), '');
}

it('leaves out a folder within the named one that cannot be read, and takes the rest', () => {
  expect(projectFiles('b.ts', [root])).toEqual([join(root, 'src/a.ts')]);
});

it('refuses such a folder where it is named itself, and a path that is not there', () => {
  expect(() => projectFiles('b.ts', [join(root, 'locked')])).toThrow(/cannot read .*locked: permission denied/);
  expect(() => projectFiles('b.ts', [join(root, 'gone')])).toThrow(/cannot read .*gone: no such file/);
});
