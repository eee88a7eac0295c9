/**
 * A folder to work in that is thrown away afterwards: a copy of the sample workspace, or just the files a test names.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { REPOSITORY_ROOT } from '../../host/repositoryRoot';

/** Text by path relative to the workspace. */
export type WorkspaceFiles = Readonly<Record<string, string>>;

export interface WorkspaceCopy {
  readonly folder: string;
  read(path: string): string;
  /** As another program would: VS Code learns of it from the file system. */
  write(path: string, text: string): void;
  remove(): void;
}

export function createWorkspace(files?: WorkspaceFiles): WorkspaceCopy {
  const folder = join(mkdtempSync(join(tmpdir(), 'remask-e2e-')), 'workspace');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  if (files) {
    for (const [path, text] of Object.entries(files)) write(path, text);
  } else {
    cpSync(join(REPOSITORY_ROOT, 'samples/workspace'), folder, { recursive: true });
  }
  return {
    folder,
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    write,
    remove: () => rmSync(dirname(folder), { recursive: true, force: true, maxRetries: 5 }),
  };
}
