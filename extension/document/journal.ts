/**
 * Originals of staged edits on disk, from staging until the decision. If VS Code dies in between, the text that the user
 * had is still there to be brought back. One small JSON file per session, in the extension's own storage.
 */
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Logger } from '../logger';
import type { Staged } from '../session/state';

const count = z.number();
const span = z.object({ start: count, end: count });
const cell = z.object({
  span,
  confidence: count,
  alternatives: z.array(z.object({ text: z.string(), probability: count })),
  mark: z.enum(['open', 'accepted', 'pinned']),
});
const entrySchema = z.object({
  uri: z.string(),
  /** ISO time of the staging. */
  time: z.string(),
  /** The window that staged it; its entries are no leftovers while it lives. */
  processId: count,
  passes: count,
  /** As they lay in the document: enough to go on with the review, or to bring the original back. */
  holes: z.array(z.object({ span, text: z.string(), original: z.string(), cells: z.array(cell) })),
});

export type JournalEntry = z.infer<typeof entrySchema>;

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

  record(sessionId: string, uri: vscode.Uri, staged: Staged): void {
    const { passes, holes } = staged;
    const entry = { uri: uri.toString(), time: new Date().toISOString(), processId: process.pid, passes, holes };
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
    return found.filter((leftover) => leftover !== undefined).filter(({ entry }) => !isAlive(entry.processId));
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
      return { entry: entrySchema.parse(JSON.parse(new TextDecoder().decode(bytes))), file };
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

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}
