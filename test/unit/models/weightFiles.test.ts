/** Which files hold the weights: the same on the hub as in a folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { wantedFiles } from '../../../engine/models/hub/wantedFiles';
import { weightFiles } from '../../../engine/models/weightFiles';
import { temporaryFolder } from '../../support/temporaryFolder';

const SHARDS = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
const FILE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';
const weightMap = { weight_map: { a: SHARDS[0], b: SHARDS[1], c: SHARDS[0] } };

it.each([
  ['one file', [FILE], [FILE]],
  ['shards and their index', [...SHARDS, INDEX], SHARDS],
  ['one file and an index that was left behind', [FILE, INDEX], [FILE]],
  ['both forms', [...SHARDS, FILE, INDEX], [FILE]],
])('of %s', (_, names, expected) => {
  const folder = join(temporaryFolder(), 'model');
  mkdirSync(folder);
  for (const name of names) writeFileSync(join(folder, name), name === INDEX ? JSON.stringify(weightMap) : '');
  expect(weightFiles(folder)).toEqual(expected);
  const files = ['config.json', ...names].map((name) => ({ name, size: 1 }));
  const wanted = wantedFiles('owner/name', { files }).map(({ name }) => name);
  expect(wanted.filter((name) => name.endsWith('.safetensors'))).toEqual(expected);
  expect(wanted.includes(INDEX)).toBe(expected === SHARDS);
});

it('shards without an index are no weights', () => {
  const folder = temporaryFolder();
  for (const name of SHARDS) writeFileSync(join(folder, name), '');
  expect(() => weightFiles(folder)).toThrow(/has no model\.safetensors and no model\.safetensors\.index\.json/);
  const files = ['config.json', ...SHARDS].map((name) => ({ name, size: 1 }));
  expect(() => wantedFiles('owner/name', { files })).toThrow(/has no model\.safetensors/);
});
