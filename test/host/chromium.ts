/**
 * Finds a Chromium or Chrome to open the workbench in. On a Debian-like machine where we are root (a container) a
 * missing one is installed by apt; anywhere else the user is told what to do.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { runQuietly } from './runQuietly';

const KNOWN_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

export async function chromiumPath(announce: (line: string) => void): Promise<string> {
  const asked = process.env['REMASK_CHROMIUM'];
  if (asked) {
    if (existsSync(asked)) return asked;
    throw new Error(`REMASK_CHROMIUM names a file that does not exist: ${asked}`);
  }
  const found = KNOWN_PLACES.find((path) => existsSync(path));
  if (found) return found;
  if (canUseApt()) return installByApt(announce);
  throw new Error('No Chromium or Chrome found: install one, or set REMASK_CHROMIUM to its path.');
}

function canUseApt(): boolean {
  const root = process.platform === 'linux' && process.getuid?.() === 0;
  return root && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
}

async function installByApt(announce: (line: string) => void): Promise<string> {
  announce('Installing Chromium by apt, once.');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runQuietly('apt-get', ['update', '-q'], { env });
  // Without a font the workbench shows boxes.
  const packages = ['chromium', 'fonts-dejavu-core'];
  await runQuietly('apt-get', ['install', '-yq', '--no-install-recommends', ...packages], { env });
  const installed = KNOWN_PLACES.find((path) => existsSync(path));
  if (installed) return installed;
  throw new Error('apt installed no Chromium: install one, or set REMASK_CHROMIUM to its path.');
}
