/**
 * Installs the offline VS Code host once per set of versions, from the npm registry alone: no compiler and no other
 * host is asked. The work happens in a folder beside the target that is renamed at the end, so an interrupted install
 * leaves nothing half done and two at a time do no harm.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CODE_SERVER_VERSION, hostPaths, hostPathsIn, SERVER_NODE_VERSION, type HostPaths } from './hostPaths';
import { npmEnvironment } from './npmEnvironment';
import { runQuietly } from './runQuietly';

/** Add-ons without a prebuilt binary that the server loads, and what we put in their place. */
const STAND_INS = {
  'watchdog.cjs': '@vscode/native-watchdog/build/Release/watchdog.js',
  'spdlog.cjs': '@vscode/spdlog/index.js',
} as const;

export async function installHost(announce: (line: string) => void): Promise<HostPaths> {
  const target = hostPaths();
  if (existsSync(target.marker)) return target;
  if (process.platform === 'win32') {
    throw new Error('The offline VS Code host runs on Linux and macOS: install VS Code, or use WSL.');
  }
  announce(`Installing the offline VS Code host, once (about 800 MB): ${target.directory}`);
  mkdirSync(dirname(target.directory), { recursive: true });
  const work = hostPathsIn(mkdtempSync(`${target.directory}.installing-`));
  try {
    await installInto(work);
    publish(work, target);
  } finally {
    rmSync(work.directory, { recursive: true, force: true });
  }
  return target;
}

async function installInto(paths: HostPaths): Promise<void> {
  const dependencies = { 'code-server': CODE_SERVER_VERSION, [paths.nodePackage]: SERVER_NODE_VERSION };
  const manifest = { name: 'vscode-host', private: true, dependencies };
  writeFileSync(join(paths.directory, 'package.json'), JSON.stringify(manifest));
  await npmInstall(paths.directory);
  // Its own dependencies. Not `npm ci`: the lock file in the package is incomplete.
  await npmInstall(paths.vscode, '--omit=dev');
  // Brings `typescript`, which the built-in language features need.
  await npmInstall(join(paths.vscode, 'extensions'), '--omit=dev');
  for (const [file, module] of Object.entries(STAND_INS)) {
    const destination = join(paths.vscode, 'node_modules', module);
    mkdirSync(dirname(destination), { recursive: true });
    copyFileSync(join(import.meta.dirname, 'standIns', file), destination);
  }
  writeFileSync(paths.marker, '');
}

async function npmInstall(cwd: string, ...more: readonly string[]): Promise<void> {
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...more];
  await runQuietly('npm', args, { cwd, env: npmEnvironment() });
}

function publish(from: HostPaths, to: HostPaths): void {
  try {
    renameSync(from.directory, to.directory);
  } catch (error) {
    // Another process may have been faster: its result is as good.
    if (!existsSync(to.marker)) throw error;
  }
}
