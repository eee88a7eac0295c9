import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { projectFiles } from '../../../engine/cli/projectFlag';
import { temporaryFolder } from '../../support/temporaryFolder';

const { readdirSync } = fs;
/** What a folder does whose rights are another user's, whoever runs the tests. */
const spy = vi.spyOn(fs, 'readdirSync').mockImplementation(((path: string, options: { withFileTypes: true }) => {
  if (path.endsWith('locked')) throw Object.assign(new Error('denied'), { code: 'EACCES' });
  return readdirSync(path, options);
}) as typeof readdirSync);
syncBuiltinESMExports();
afterAll(() => {
  spy.mockRestore();
  syncBuiltinESMExports();
});

const root = temporaryFolder();
for (const folder of ['locked', 'src', 'node_modules']) {
  fs.mkdirSync(join(root, folder));
  fs.writeFileSync(join(root, folder, 'a.ts'), '');
}

it('leaves out a folder within the named one that cannot be read, and takes the rest', () => {
  expect(projectFiles('b.ts', [root])).toEqual([join(root, 'src/a.ts')]);
});

it('refuses such a folder where it is named itself, and a path that is not there', () => {
  expect(() => projectFiles('b.ts', [join(root, 'locked')])).toThrow(/cannot read .*locked: permission denied/);
  expect(() => projectFiles('b.ts', [join(root, 'gone')])).toThrow(/cannot read .*gone: no such file/);
});
