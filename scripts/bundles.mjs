// What is bundled into dist/: the extension, the engine process, its model thread and the command line, as esbuild takes it.

export function bundles({ isProduction }) {
  const shared = {
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    outdir: 'dist',
    sourcemap: !isProduction,
    minify: isProduction,
    // Names of functions and classes are what a user's bug report shows.
    keepNames: isProduction,
    logLevel: 'warning',
    // Native code and grammars, found by computed paths: these ship as folders beside dist/.
    external: ['vscode', 'onnxruntime-node', '@vscode/tree-sitter-wasm'],
    // Its other build requires its parts by a name that no bundler sees.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  };
  return [
    { ...shared, entryPoints: { extension: 'extension/main.ts' } },
    { ...shared, entryPoints: { engine: 'engine/main.ts' } },
    { ...shared, entryPoints: { modelWorker: 'engine/server/worker/modelWorker.ts' } },
    { ...shared, entryPoints: { cli: 'engine/cli.ts' }, banner: { js: '#!/usr/bin/env node' } },
  ];
}
