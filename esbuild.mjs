// Bundles the extension, the engine process, its model thread and the command line into dist/. `--watch` rebuilds on
// change, `--production` makes what ships: minified, without source maps.
import { build, context } from 'esbuild';

const isProduction = process.argv.includes('--production');

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: !isProduction,
  minify: isProduction,
  // Names of functions and classes are what a user's bug report shows.
  keepNames: isProduction,
  logLevel: 'warning',
  // Native, and found by a computed path: ships as a folder beside dist/.
  external: ['vscode', 'onnxruntime-node'],
  // Its other build requires its parts by a name that no bundler sees.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
};

const bundles = [
  { ...shared, entryPoints: { extension: 'extension/main.ts' }, outdir: 'dist' },
  { ...shared, entryPoints: { engine: 'engine/main.ts' }, outdir: 'dist' },
  { ...shared, entryPoints: { modelWorker: 'engine/server/worker/modelWorker.ts' }, outdir: 'dist' },
  { ...shared, entryPoints: { cli: 'engine/cli.ts' }, outdir: 'dist', banner: { js: '#!/usr/bin/env node' } },
];

if (process.argv.includes('--watch')) {
  await Promise.all(bundles.map(async (options) => (await context(options)).watch()));
} else {
  await Promise.all(bundles.map((options) => build(options)));
}
