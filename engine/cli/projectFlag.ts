/** `--project`: the files that a run may look through, as the command line names them. */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { extensionsLike, FOREIGN_FOLDERS, FOREIGN_NAMES } from '../protocol/projectFiles';
import type { Engine } from '../server/engine';
import { fileError, uriOf } from './sourceFile';

/** The named files, and the named folders' files of the kind of `path`. Throws an `input` error for a path that is not there. */
export function projectFiles(path: string, named: readonly string[] = []): readonly string[] {
  const files = named.flatMap((each) => filesOf(resolve(each), extensionsLike(path)));
  return [...new Set(files)];
}

/** Has the engine read them. */
export async function nameProject(engine: Engine, path: string, files: readonly string[]): Promise<void> {
  if (files.length > 0) await engine.project({ uri: uriOf(path), files });
}

function filesOf(path: string, extensions: readonly string[]): readonly string[] {
  try {
    return statSync(path).isDirectory() ? filesAmong(entriesOf(path), path, extensions) : [path];
  } catch (error) {
    throw fileError(error, path, 'read');
  }
}

const entriesOf = (folder: string): readonly Dirent[] => readdirSync(folder, { withFileTypes: true });

/** None of a folder within the named one that cannot be read, or is there no more: an editor finds nothing in it, either. */
function filesIn(folder: string, extensions: readonly string[]): readonly string[] {
  try {
    return filesAmong(entriesOf(folder), folder, extensions);
  } catch {
    return [];
  }
}

function filesAmong(entries: readonly Dirent[], folder: string, extensions: readonly string[]): readonly string[] {
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return FOREIGN_FOLDERS.includes(entry.name) ? [] : filesIn(path, extensions);
    const isLike = extensions.includes(extname(entry.name).slice(1).toLowerCase());
    return isLike && entry.isFile() && !FOREIGN_NAMES.some((part) => entry.name.includes(part)) ? [path] : [];
  });
}
