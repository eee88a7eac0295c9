/**
 * What a package ships: of ONNX Runtime, compared with what the runtime's own package holds, so that an upgrade is looked
 * at; and the licences of all that others wrote.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NOTICES, noticesOf } from '../../scripts/package/notices';
import { RUNTIME_BINARIES, RUNTIME_FILES, runtimeFolder, runtimePaths, TARGETS } from '../../scripts/package/targets';

const root = join(import.meta.dirname, '../..');

test.each(TARGETS)('%s: every file of the runtime is either shipped or left out on purpose', (target) => {
  const { ships, leavesOut } = RUNTIME_FILES[target];
  const present = readdirSync(join(root, runtimeFolder(target)));
  expect([...ships, ...leavesOut].sort()).toEqual(present.sort());
  expect(runtimePaths(target).filter((path) => path.endsWith('onnxruntime_binding.node'))).toHaveLength(1);
});

test('there is no platform that the runtime has and we do not package', () => {
  const folder = join(root, RUNTIME_BINARIES);
  const platforms = readdirSync(folder).flatMap((os) =>
    readdirSync(join(folder, os)).map((architecture) => `${os}-${architecture}`),
  );
  expect(platforms.sort()).toEqual([...TARGETS].sort());
});

test('the third-party notices are those of what is bundled and shipped now', async () => {
  const written = readFileSync(join(root, NOTICES), 'utf8');
  expect(written, 'run: npm run notices').toBe(await noticesOf(root));
  for (const name of ['onnxruntime-node', 'undici', 'zod']) expect(written).toMatch(new RegExp(`^${name} \\d`, 'm'));
});
