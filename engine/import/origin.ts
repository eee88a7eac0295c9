/** What a folder in the cache of Hugging Face's tools tells of where it came from. */
import { basename, dirname } from 'node:path';

import { isCommit, isRepositoryId } from '../models/hub/repositoryId';

export interface Origin {
  readonly id: string;
  readonly revision?: string;
}

const REPOSITORY_FOLDER = /^models--([^-].*?)--(.+)$/;

/** `…/models--owner--name/snapshots/COMMIT`; `undefined` for any other folder. */
export function originOf(folder: string): Origin | undefined {
  const [, owner, name] = REPOSITORY_FOLDER.exec(basename(dirname(dirname(folder)))) ?? [];
  const id = `${owner}/${name}`;
  if (basename(dirname(folder)) !== 'snapshots' || !isRepositoryId(id)) return undefined;
  const commit = basename(folder);
  return { id, ...(isCommit(commit) && { revision: commit }) };
}
