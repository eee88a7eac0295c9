/** Builds dist/, as `npm run build` does. */
import { REPOSITORY_ROOT } from './repositoryRoot';
import { runQuietly } from './runQuietly';

export async function build(): Promise<void> {
  await runQuietly(process.execPath, ['esbuild.mjs'], { cwd: REPOSITORY_ROOT });
}
