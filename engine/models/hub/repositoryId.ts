/** Names of repositories on the hub, and the folder names made of them. */

const PART = '[A-Za-z0-9](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_-])?';
const REPOSITORY = new RegExp(`^${PART}/${PART}$`);
const COMMIT = /^[0-9a-f]{40}$/;

/** `owner/name`, as the hub allows it: nothing that means another place in a path or in a URL. */
export function isRepositoryId(text: string): boolean {
  return REPOSITORY.test(text) && !text.includes('..') && !text.includes('--');
}

/** `owner--name`: plain, and never the name of two repositories. */
export function folderNameOf(id: string): string {
  return id.replace('/', '--');
}

export function isCommit(revision: string): boolean {
  return COMMIT.test(revision);
}
