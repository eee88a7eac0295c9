/**
 * A consistent renaming between two pieces of code: each name there stands for one name here. Two pieces that are the
 * same up to that are a parameterized match (Baker 1996, "Parameterized pattern matching"). Unlike there, names that were
 * not met are renamed by their parts: where `readUser` is `readOrder`, `userCount` is `orderCount`.
 */
import { isName } from './words';

/** Words of a compound name: in camel case, in snake case, in capitals. */
const PART = /\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|[_$]+|./gu;

export class Renaming {
  /** Parts of names that differ, in lower case; `undefined` until they are asked for. */
  private known: ReadonlyMap<string, string> | undefined;

  private constructor(private readonly names: Map<string, string>) {}

  static none(): Renaming {
    return new Renaming(new Map());
  }

  copy(): Renaming {
    return new Renaming(new Map(this.names));
  }

  /** How many names are taken, for `takeBack`. */
  get size(): number {
    return this.names.size;
  }

  /** Forgets all names but those that were taken first. */
  takeBack(size: number): void {
    if (this.names.size === size) return;
    for (const there of [...this.names.keys()].slice(size)) this.names.delete(there);
    this.known = undefined;
  }

  /** Takes it that `there` stands for `here`; false, and nothing changed, if it cannot. */
  take(there: string, here: string): boolean {
    const known = this.names.get(there);
    if (known !== undefined) return known === here;
    if (there !== here && (!isName(there) || !isName(here))) return false;
    this.names.set(there, here);
    this.known = undefined;
    return true;
  }

  /** What a word there is here. */
  apply(word: string): string {
    const known = this.names.get(word);
    if (known !== undefined || !isName(word)) return known ?? word;
    const borders = bordersOf(word);
    for (const [old, now] of (this.known ??= partsOf(this.names))) {
      const at = old.length > 1 ? partAt(word, borders, old) : -1;
      if (at < 0) continue;
      return word.slice(0, at) + inCaseOf(word.slice(at, at + old.length), now) + word.slice(at + old.length);
    }
    return word;
  }
}

/** What differs in names that stand for others; of several renamings of a part the first counts. */
function partsOf(names: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const [there, here] of names) {
    if (there === here) continue;
    const [old, now] = differing(there.match(PART) ?? [], here.match(PART) ?? []);
    const key = old.toLowerCase();
    if (old !== '' && now !== '' && !parts.has(key)) parts.set(key, now);
  }
  return parts;
}

/** Where the parts of a name begin, and where the last ends. */
function bordersOf(name: string): ReadonlySet<number> {
  let at = 0;
  return new Set([0, ...(name.match(PART) ?? []).map((part) => (at += part.length))]);
}

/** Where `wanted` (in lower case) is one part of a name or several, but for the s of a plural; -1 if nowhere. */
function partAt(name: string, borders: ReadonlySet<number>, wanted: string): number {
  const low = name.toLowerCase();
  for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, at + 1)) {
    const end = at + wanted.length;
    if (borders.has(at) && (borders.has(end) || (low[end] === 's' && borders.has(end + 1)))) return at;
  }
  return -1;
}

/** What is between the parts that both begin with and those that both end with. */
function differing(there: readonly string[], here: readonly string[]): readonly [string, string] {
  const most = Math.min(there.length, here.length);
  let first = 0;
  while (first < most && there[first] === here[first]) first++;
  let last = 0;
  while (last < most - first && there.at(-1 - last) === here.at(-1 - last)) last++;
  const middle = (parts: readonly string[]): string => parts.slice(first, parts.length - last).join('');
  return [middle(there), middle(here)];
}

function inCaseOf(model: string, text: string): string {
  if (model.length > 1 && model === model.toUpperCase()) return text.toUpperCase();
  const isLoud = text.length > 1 && text === text.toUpperCase();
  const [first = '', rest] = [text[0], isLoud ? text.slice(1).toLowerCase() : text.slice(1)];
  return (model[0] === model[0]?.toUpperCase() ? first.toUpperCase() : first.toLowerCase()) + rest;
}
