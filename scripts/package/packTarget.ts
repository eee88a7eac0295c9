/** Packs the built extension for one platform, by vsce. Asks no network: everything is in the clone already. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runQuietly } from '../../test/host/runQuietly';
import { runtimePaths, type Target } from './targets';

export interface Package {
  readonly target: Target;
  /** Name of the file in out/package. */
  readonly file: string;
  /** Bytes of the .vsix. */
  readonly bytes: number;
}

/** Where packages lie, relative to the clone. */
export const PACKAGES = 'out/package';

export async function packTarget(root: string, target: Target): Promise<Package> {
  const { name, version }: { name: string; version: string } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const folder = join(root, PACKAGES);
  const file = `${name}-${version}-${target}.vsix`;
  const path = join(folder, file);
  mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(join(tmpdir(), 'remask-package-'));
  try {
    const ignoreFile = join(work, 'vscodeignore');
    writeFileSync(ignoreFile, ignoreRules(root, target));
    await vsce(root, ['package', '--target', target, '--out', path, '--ignoreFile', ignoreFile]);
  } finally {
    rmSync(work, { recursive: true });
  }
  return { target, file, bytes: statSync(path).size };
}

/** The allow list of every platform, and this one's runtime. */
function ignoreRules(root: string, target: Target): string {
  const shared = readFileSync(join(root, '.vscodeignore'), 'utf8');
  return [shared, ...runtimePaths(target).map((path) => `!${path}`)].join('\n');
}

/** vsce's own messages are shown only when it fails. */
function vsce(root: string, args: readonly string[]): Promise<void> {
  const cli = join(root, 'node_modules/@vscode/vsce/vsce');
  // Links in the README stay relative: the project names no place on the web that they could be resolved against.
  const quiet = ['--no-rewrite-relative-links', '--allow-missing-repository', '--no-update-package-json'];
  return runQuietly(process.execPath, [cli, ...args, ...quiet], { cwd: root });
}
