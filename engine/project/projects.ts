/** What each open document's project holds: which files were named for it, and their text, ready to look through. */
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ProjectText } from '../decode/recall/projectText';
import type { ProjectParams, ProjectResult } from '../protocol/messages';
import { Recent } from '../recent';
import { isSameFile } from '../sameFile';
import { FileShelf, type ReadTools } from './fileShelf';
import { nearestFirst } from './nearest';

/** More than these cost more to look through than they tell. */
const MOST_TOKENS = 2 ** 18;
const MOST_FILES = 400;
/** Of the documents worked on last. A text takes 12 bytes a token. */
const MOST_TEXTS = 4;
/** Who closes a document often opens another of the same project. */
const LINGER_MS = 60_000;

/** What is looked through of one file. */
interface FileTokens {
  readonly path: string;
  readonly ids: Uint32Array;
}

export class Projects {
  private readonly named = new Map<string, readonly string[]>();
  private readonly read = new Map<string, readonly FileTokens[]>();
  /** What there is so far of projects that are being read for the first time. */
  private readonly begun = new Map<string, FileTokens[]>();
  private readonly texts = new Recent<string, ProjectText>(MOST_TEXTS);
  private shelf = new FileShelf();
  private reading: Promise<unknown> = Promise.resolve();
  private tidying: NodeJS.Timeout | undefined;
  /** Ticks with every change of an open document. */
  private clock = 0;
  /** The last change of all, and the last of any document but that one. */
  private changes: readonly { readonly uri: string; readonly at: number }[] = [];
  /** When each document's project was read. */
  private readonly readAt = new Map<string, number>();

  /**
   * `openTexts`: what editors have open, by URI; it goes before what is on the disk. `lingerMs`: how long files stay on the
   * shelf that no document needs any more.
   */
  constructor(
    private readonly openTexts: () => Iterable<readonly [string, string]> = () => [],
    private readonly lingerMs = LINGER_MS,
  ) {}

  /** Reads the files named for a document, after those of earlier calls. `tools` absent: only remembers their names. */
  name({ uri, files }: ProjectParams, tools: ReadTools | undefined): Promise<ProjectResult> {
    if (files.length === 0) this.forget(uri);
    else this.named.set(uri, files);
    const result = this.reading.then(() => (tools ? this.readNamed(uri, tools) : NOTHING_READ));
    this.reading = result.catch(() => undefined);
    return result;
  }

  /** An open document has changed, or is open no more. What is no file is in no project. */
  changed(uri: string): void {
    if (!uri.startsWith('file:')) return;
    this.changes = [{ uri, at: ++this.clock }, ...this.changes.filter((change) => change.uri !== uri)].slice(0, 2);
  }

  /** Reads what was named for a document again, if another open document has changed since. */
  refresh(uri: string, tools: ReadTools | undefined): void {
    const read = this.readAt.get(uri);
    const isOld = read !== undefined && this.changes.some((change) => change.uri !== uri && change.at > read);
    if (!isOld) return;
    this.readAt.set(uri, this.clock);
    this.name({ uri, files: this.named.get(uri) ?? [] }, tools).catch(() => undefined);
  }

  /** Reads again all that was named: with another tokenizer. */
  readAgain(tools: ReadTools | undefined): void {
    this.shelf = new FileShelf();
    for (const part of [this.read, this.begun, this.texts]) part.clear();
    for (const [uri, files] of this.named) void this.name({ uri, files }, tools).catch(() => undefined);
  }

  forget(uri: string): void {
    for (const part of [this.named, this.read, this.begun, this.readAt, this.texts]) part.delete(uri);
    clearTimeout(this.tidying);
    this.tidying = setTimeout(() => this.keepUsed(), this.lingerMs).unref();
  }

  /** What was read for a document; of what is being read, the nearest files, as far as it has come. */
  of(uri: string): ProjectText | undefined {
    const files = this.read.get(uri);
    const begun = this.begun.get(uri) ?? [];
    if (!files) return begun.length > 0 ? textOf(begun) : undefined;
    return files.length > 0 ? this.texts.take(uri, () => textOf(files)) : undefined;
  }

  private async readNamed(uri: string, tools: ReadTools): Promise<ProjectResult> {
    const { shelf } = this;
    this.readAt.set(uri, this.clock);
    const own = pathOf(uri);
    const open = new Map(Array.from(this.openTexts(), ([other, text]) => [pathOf(other), text]));
    const others = (this.named.get(uri) ?? []).filter((path) => !isOwn(path, own));
    const files: FileTokens[] = [];
    if (!this.read.has(uri)) this.begun.set(uri, files);
    let room = MOST_TOKENS;
    for (const path of nearestFirst(own, others).slice(0, MOST_FILES)) {
      if (room === 0 || !this.named.has(uri) || shelf !== this.shelf) break;
      const ids = (await shelf.ids(path, tools, open.get(path))).subarray(0, room);
      if (ids.length > 0) files.push({ path, ids });
      room -= ids.length;
    }
    if (!this.named.has(uri) || shelf !== this.shelf) return NOTHING_READ;
    if (!isSame(files, this.read.get(uri) ?? [])) this.texts.delete(uri);
    this.begun.delete(uri);
    this.read.set(uri, files);
    return { files: files.length, tokens: MOST_TOKENS - room };
  }

  /** Nothing of a file stays in memory that no document was named. */
  private keepUsed(): void {
    this.shelf.keep(new Set([...this.named.values()].flat()));
  }
}

function textOf(files: readonly FileTokens[]): ProjectText {
  return new ProjectText(
    files.map(({ ids }) => ids),
    files.map(({ path }) => path),
  );
}

/** Files that did not change have the very same tokens. */
function isSame(a: readonly FileTokens[], b: readonly FileTokens[]): boolean {
  return (
    a.length === b.length && a.every(({ ids }, i) => ids.buffer === b[i]?.ids.buffer && ids.length === b[i].ids.length)
  );
}

const NOTHING_READ: ProjectResult = { files: 0, tokens: 0 };

/** Under another name, too: a folder may be a link, and not every system tells cases apart. */
function isOwn(path: string, own: string): boolean {
  const mayBe = basename(path).toLowerCase() === basename(own).toLowerCase();
  return mayBe && isSameFile(path, own);
}

/** Of a document's own file; of one that has none, no path that any other would be near to. */
function pathOf(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch {
    return uri;
  }
}
