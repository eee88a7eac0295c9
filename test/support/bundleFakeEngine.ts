/** Bundles the fake engine into a file that the extension can fork. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { REPOSITORY_ROOT } from '../host/repositoryRoot';

const FAKE_ENGINE = join(REPOSITORY_ROOT, 'out/test/fakeEngine.js');

export async function bundleFakeEngine(): Promise<string> {
  await build({
    entryPoints: [join(REPOSITORY_ROOT, 'test/support/fakeEngine.ts')],
    outfile: FAKE_ENGINE,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
    // As in esbuild.mjs: its other build requires its parts by a name that no bundler sees.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  });
  return FAKE_ENGINE;
}
