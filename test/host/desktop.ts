/**
 * The desktop of this machine: whether there is one to show windows on, its VS Code, its browser.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY_ROOT } from './repositoryRoot';

const IN_MAC_APPLICATIONS = '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code';

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/** The command of an installed VS Code, if windows can be shown. `REMASK_VSCODE=offline` does without it. */
export function desktopVsCode(): string | undefined {
  if (!hasDisplay() || process.env['REMASK_VSCODE'] === 'offline') return undefined;
  if (existsSync(IN_MAC_APPLICATIONS)) return IN_MAC_APPLICATIONS;
  const found = spawnSync('code', ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' });
  return found.status === 0 ? 'code' : undefined;
}

export function openDesktop(code: string, folder: string): void {
  const args = [
    `--extensionDevelopmentPath=${REPOSITORY_ROOT}`,
    '--disable-workspace-trust',
    folder,
    join(folder, 'README.md'),
  ];
  const { status } = spawnSync(code, commandArguments(args), { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0)
    throw new Error('VS Code did not start. For a VS Code in the browser: REMASK_VSCODE=offline npm start');
  console.log(`VS Code is open on ${folder}: see the README there for what to try.`);
}

/** `code` is a batch file on Windows, which only a shell runs: what holds a space must stand in quotes there. */
export function commandArguments(args: readonly string[], platform = process.platform): readonly string[] {
  return platform === 'win32' ? args.map((arg) => `"${arg}"`) : args;
}

/** Opens an address in the user's browser if that is possible; says nothing if not. */
export function openInBrowser(address: string): void {
  if (!hasDisplay()) return;
  const command = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const browser = spawn(command, [address], { stdio: 'ignore', detached: true });
  browser.on('error', () => undefined);
  browser.unref();
}
