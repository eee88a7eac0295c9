/**
 * The cache that Hugging Face's own tools fill (https://huggingface.co/docs/hub/local-cache):
 * `models--owner--name/{refs/BRANCH, snapshots/COMMIT/NAME -> ../../blobs/HASH}`. Only read, never written.
 */
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

import { confinedFile } from '../confined';
import type { ContentHash, Listing, RepositoryFile } from './listing';
import { folderNameOf, isCommit } from './repositoryId';

/** A repository's folder in the cache. */
function repositoryFolder(cache: string, id: string): string {
  return join(cache, `models--${folderNameOf(id)}`);
}

/** The file of a commit if the cache has it with the listed length; its hash is for the caller to compare. */
export function cachedFile(cache: string, id: string, commit: string, file: RepositoryFile): string | undefined {
  const path = confinedFile(join(repositoryFolder(cache, id), 'snapshots', commit), file.name);
  return path !== undefined && statSync(path).size === file.size ? path : undefined;
}

/** What the cache knows of a revision, for when the hub cannot be asked; `undefined` if nothing. */
export function cachedListing(cache: string, id: string, revision: string): Listing | undefined {
  const repository = repositoryFolder(cache, id);
  const commit = isCommit(revision) ? revision : tryRead(() => readFileSync(join(repository, 'refs', revision), 'utf8').trim());
  if (commit === undefined || !isCommit(commit)) return undefined;
  const snapshot = join(repository, 'snapshots', commit);
  const names = tryRead(() => readdirSync(snapshot));
  return names && { commit, files: names.flatMap((name) => tryRead(() => describeFile(snapshot, name)) ?? []) };
}

function describeFile(snapshot: string, name: string): RepositoryFile {
  const path = realpathSync(join(snapshot, name));
  const hash = hashNamed(basename(path));
  return { name, size: statSync(path).size, ...(hash && { hash }) };
}

/** Blobs are named by their hash. */
function hashNamed(name: string): ContentHash | undefined {
  if (/^[0-9a-f]{64}$/.test(name)) return { kind: 'sha256', hex: name };
  return isCommit(name) ? { kind: 'git-blob', hex: name } : undefined;
}

function tryRead<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
