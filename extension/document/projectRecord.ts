/** What the engine in use was told of which documents' projects, and whether that still holds. Pure. */
import { mayBelong } from './projectGlobs';

export interface Naming {
  readonly uri: string;
  /** Endings of the names of files that count for it. */
  readonly endings: readonly string[];
}

export class ProjectRecord {
  private client: object | undefined;
  /** What holds, or is on its way; by the document's URI. */
  private readonly current = new Map<string, Naming>();
  /** Documents whose naming will no longer hold once the changes are over. */
  private readonly outdated = new Set<string>();
  /** Documents for which the engine has files. */
  private readonly told = new Set<string>();

  /** Begins a naming, unless one holds already. A client that was not seen before has been told nothing. */
  begin(client: object, naming: Naming): boolean {
    if (this.client !== client) this.clear();
    this.client = client;
    if (this.current.has(naming.uri)) return false;
    this.current.set(naming.uri, naming);
    return true;
  }

  /** Whether to tell the engine what was found: another engine, a close or a change may have come between. */
  finish(naming: Naming, files: number): boolean {
    if (this.current.get(naming.uri) !== naming) return false;
    if (files === 0) return this.told.delete(naming.uri);
    this.told.add(naming.uri);
    return true;
  }

  /** Whether an engine has files for a document, even if they are no longer all there are. */
  hasTold(client: object, uri: string): boolean {
    return this.client === client && this.told.has(uri);
  }

  /** A file changed: its URI, and its path from the workspace folder. Whether that matters to any document. */
  changed(uri: string, path: string): boolean {
    const concerned = [...this.current.values()].filter(
      (naming) => naming.uri !== uri && mayBelong(path, naming.endings),
    );
    for (const naming of concerned) this.outdated.add(naming.uri);
    return concerned.length > 0;
  }

  changedAll(): void {
    for (const uri of this.current.keys()) this.outdated.add(uri);
  }

  /** The changes are over: what they outdated is to be named again. */
  settle(): void {
    for (const uri of this.outdated) this.current.delete(uri);
    this.outdated.clear();
  }

  /** Nothing of a document's project holds any more. Whether the engine had files for it. */
  forget(uri: string): boolean {
    this.current.delete(uri);
    this.outdated.delete(uri);
    return this.told.delete(uri);
  }

  clear(): void {
    this.client = undefined;
    for (const part of [this.current, this.outdated, this.told]) part.clear();
  }
}
