// `npm run demo`: from a fresh clone to an infill in the terminal. Arguments after `--` replace those of the example.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './dependencies.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
ensureDependencies();
const EXAMPLE = ['infill', 'samples/workspace/src/cart.ts', '--at', '20:1'];
const given = process.argv.slice(2);
const run = (...args) => spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
process.exitCode = run('esbuild.mjs') || run('dist/cli.js', ...(given.length > 0 ? given : EXAMPLE));
