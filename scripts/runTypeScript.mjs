// Runs one of our TypeScript files in this process, so that signals and exit codes need no forwarding. Dependencies are
// installed first when needed, and the working directory becomes the clone.
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './dependencies.mjs';

export async function runTypeScript(path) {
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
  ensureDependencies();
  await import('tsx');
  await import(path);
}
