/**
 * Bundles the suites of test/vscode, one file each, for the extension host. Mocha stays outside the bundles: the suites
 * and their entry must share one.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleFakeEngine } from '../support/bundleFakeEngine';
import { REPOSITORY_ROOT } from './repositoryRoot';

/** The module that exports `run()`. */
export const SUITES_ENTRY = join(REPOSITORY_ROOT, 'out/test/vscode/index');

export async function bundleSuites(): Promise<void> {
  const source = join(REPOSITORY_ROOT, 'test/vscode');
  const outdir = join(REPOSITORY_ROOT, 'out/test/vscode');
  const files = readdirSync(source).filter((file) => file === 'index.ts' || file.endsWith('.test.ts'));
  rmSync(outdir, { recursive: true, force: true });
  await bundleFakeEngine();
  await build({
    entryPoints: files.map((file) => join(source, file)),
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
}
