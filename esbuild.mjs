// Bundles the extension, the engine process and the command line into dist/. `--watch` rebuilds on change.
import { build, context } from 'esbuild';

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: true,
  logLevel: 'warning',
  // Native, and found by a computed path: ships as a folder beside dist/.
  external: ['vscode', 'onnxruntime-node'],
};

const bundles = [
  { ...shared, entryPoints: { extension: 'extension/main.ts' }, outdir: 'dist' },
  { ...shared, entryPoints: { engine: 'engine/main.ts' }, outdir: 'dist' },
  { ...shared, entryPoints: { cli: 'engine/cli.ts' }, outdir: 'dist', banner: { js: '#!/usr/bin/env node' } },
];

if (process.argv.includes('--watch')) {
  await Promise.all(bundles.map(async (options) => (await context(options)).watch()));
} else {
  await Promise.all(bundles.map((options) => build(options)));
}
