/**
 * Names inside a folder of imported models. A model is a subfolder; everything else begins with a dot and is no model:
 *
 *     owner--name/                       an imported model
 *     .downloads/owner--name@COMMIT/     files of a download, and NAME.partial of the one it stopped in
 *     .incoming-owner--name              a model that is being written
 *     .removed-…                         a model that is being deleted
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { folderNameOf } from './hub/repositoryId';

const DOWNLOADS = '.downloads';

/** This user's own models, shared by all editors and the command line: where the system keeps data of programs. */
export function userModels(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const home = homedir();
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(home, 'AppData/Local'), 'remask/models');
  if (platform === 'darwin') return join(home, 'Library/Application Support/remask/models');
  return join(env['XDG_DATA_HOME'] || join(home, '.local/share'), 'remask/models');
}

export function isModelName(name: string): boolean {
  return !name.startsWith('.');
}

export function downloadFolder(root: string, id: string, commit: string): string {
  return join(root, DOWNLOADS, `${folderNameOf(id)}@${commit}`);
}

export interface Leftover {
  readonly folder: string;
  readonly bytes: number;
}

/** Downloads of a repository that were stopped, of whatever commit. */
export function stoppedDownloads(root: string, id: string): readonly Leftover[] {
  const downloads = join(root, DOWNLOADS);
  const names = existsSync(downloads) ? readdirSync(downloads) : [];
  return names
    .filter((name) => name.startsWith(`${folderNameOf(id)}@`))
    .map((name) => ({ folder: join(downloads, name), bytes: bytesIn(join(downloads, name)) }));
}

/** Where the model that will be `target` is written, and where the one that was `target` goes. */
export function incomingFolder(target: string): string {
  return sibling(target, '.incoming-');
}

export function removedFolder(target: string): string {
  return `${sibling(target, '.removed-')}-${process.pid}`;
}

export function lockPath(target: string): string {
  return sibling(target, '.lock-');
}

/** Deletes what a process that crashed while it wrote or deleted `target` left. For the holder of the lock only. */
export async function clearTraces(target: string): Promise<void> {
  const parent = dirname(target);
  const name = basename(target);
  const traces = readdirSync(parent).filter((each) => {
    return each === `.incoming-${name}` || each.startsWith(`..incoming-${name}.partial`) || each.startsWith(`.removed-${name}-`);
  });
  for (const each of traces) await rm(join(parent, each), { recursive: true, force: true });
}

function sibling(target: string, prefix: string): string {
  return join(dirname(target), prefix + basename(target));
}

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);
}
