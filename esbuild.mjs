// Builds what scripts/bundles.mjs names. `--watch` rebuilds on change, `--production` makes what ships: minified, without
// source maps.
import { build, context } from 'esbuild';
import { bundles } from './scripts/bundles.mjs';

const all = bundles({ isProduction: process.argv.includes('--production') });

if (process.argv.includes('--watch')) {
  await Promise.all(all.map(async (options) => (await context(options)).watch()));
} else {
  await Promise.all(all.map((options) => build(options)));
}
