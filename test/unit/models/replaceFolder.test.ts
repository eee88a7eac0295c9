import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { replaceFolder } from '../../../engine/models/replaceFolder';
import { temporaryFolder } from '../../support/temporaryFolder';

const root = temporaryFolder();
const [target, finished] = [join(root, 'model'), join(root, '.incoming-model')];

function write(folder: string, content: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'remask.json'), content);
}

const held = () => Promise.reject(Object.assign(new Error('EACCES'), { code: 'EACCES' }));
const tools = { platform: 'linux' as const, pause: () => Promise.resolve() };

it('leaves the earlier model where it was if the new one cannot take its place', async () => {
  write(target, 'earlier');
  write(finished, 'new');
  await expect(replaceFolder(finished, target, { ...tools, rename: held })).rejects.toThrow('EACCES');
  expect(readFileSync(join(target, 'remask.json'), 'utf8')).toBe('earlier');
  expect(existsSync(finished)).toBe(true);
});

it('deletes it once the new one stands there', async () => {
  write(target, 'earlier');
  write(finished, 'new');
  let stood = '';
  const move = async (from: string, to: string): Promise<void> => {
    stood = readdirSync(root).join();
    await rename(from, to);
  };
  await replaceFolder(finished, target, { ...tools, rename: move });
  expect(stood).toContain('.removed-model');
  expect(readdirSync(root)).toEqual(['model']);
  expect(readFileSync(join(target, 'remask.json'), 'utf8')).toBe('new');
});

it('needs no earlier one', async () => {
  write(finished, 'first');
  await replaceFolder(finished, join(root, 'other'));
  expect(readdirSync(root).sort()).toEqual(['model', 'other']);
});
