/** The ids of lines read before, since a text that is read again is mostly the same. */

/** UTF-16 units of all lines that are kept, a large file's and some more: some 40 MB at most, with their ids. */
const KEPT = 4_000_000;
/** What a line takes besides its text, in such units. */
const EACH = 100;

export class KeptLines {
  private readonly ids = new Map<string, readonly number[]>();
  private units = 0;

  /** The line's ids, made if they are not kept. */
  take(line: string, make: (line: string) => readonly number[]): readonly number[] {
    const known = this.ids.get(line);
    if (known) return known;
    const made = make(line);
    this.units += line.length + EACH;
    if (this.units > KEPT) {
      this.ids.clear();
      this.units = line.length + EACH;
    }
    this.ids.set(copied(line), made);
    return made;
  }
}

/** A part of a string keeps all of it in memory, here every version of a document of which a line is kept. */
function copied(line: string): string {
  return Buffer.from(line, 'utf16le').toString('utf16le');
}
