/**
 * Originals of staged edits on disk, from staging until the decision. If VS Code dies in between, the text that the user
 * had is still there to be brought back. One small JSON file per session, in the extension's own storage.
 */
import * as vscode from 'vscode';
import type { Logger } from '../logger';
import type { Staged } from '../session/state';
import type { JournalEntry } from './journalEntry';
import { here } from './here';
import { ownerLives } from './owner';

export interface Leftover {
  readonly entry: JournalEntry;
  readonly file: vscode.Uri;
}

export class CrashJournal {
  private readonly folder: vscode.Uri;
  /** Writes and deletions of one file must not overtake each other. */
  private queue: Promise<void> = Promise.resolve();

  constructor(
    storage: vscode.Uri,
    private readonly log: Logger,
  ) {
    this.folder = vscode.Uri.joinPath(storage, 'journal');
  }

  record(sessionId: string, uri: vscode.Uri, { passes, holes }: Staged, instruction?: string): void {
    const time = new Date().toISOString();
    const entry = { uri: uri.toString(), time, processId: process.pid, passes, holes, instruction };
    const bytes = new TextEncoder().encode(JSON.stringify(entry));
    this.enqueue(() => vscode.workspace.fs.writeFile(this.fileOf(sessionId), bytes));
  }

  forget(sessionId: string): void {
    this.enqueue(() => this.remove(this.fileOf(sessionId)));
  }

  remove(file: vscode.Uri): Thenable<void> {
    return vscode.workspace.fs.delete(file);
  }

  /** Entries of windows that are gone. */
  async leftovers(): Promise<readonly Leftover[]> {
    await this.queue;
    const names = await this.names();
    const found = await Promise.all(names.map((name) => this.read(vscode.Uri.joinPath(this.folder, name))));
    return found.filter((leftover) => leftover !== undefined).filter(({ entry }) => !ownerLives(entry, here()));
  }

  private async names(): Promise<readonly string[]> {
    try {
      const entries = await vscode.workspace.fs.readDirectory(this.folder);
      return entries.map(([name]) => name).filter((name) => name.endsWith('.json'));
    } catch {
      return [];
    }
  }

  private async read(file: vscode.Uri): Promise<Leftover | undefined> {
    try {
      const bytes = await vscode.workspace.fs.readFile(file);
      // Seldom there is anything to read: what reads it is loaded then.
      const { parseEntry } = await import('./journalEntry');
      return { entry: parseEntry(new TextDecoder().decode(bytes)), file };
    } catch (error) {
      this.log.warn(`journal: ${String(error)}`);
    }
    return undefined;
  }

  private enqueue(act: () => Thenable<void>): void {
    this.queue = this.queue.then(act).then(undefined, (error: unknown) => this.log.warn(`journal: ${String(error)}`));
  }

  private fileOf(sessionId: string): vscode.Uri {
    return vscode.Uri.joinPath(this.folder, `${sessionId}.json`);
  }
}
