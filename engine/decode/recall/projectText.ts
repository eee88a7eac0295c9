/**
 * The other files of a project as tokens, and where each pair of neighbouring tokens stands in them. Too much to look
 * through for every cell: places are found by pairs, which a sorted list of 8 bytes a token does without a map. Pure.
 */

/** Between files; no token has it, so nothing agrees across. */
const BORDER = -1;
/** Places are the lower bits of a key, the pair's hash the upper ones: 2^20 tokens fit beside 2^32 hashes in a double. */
const PLACES = 2 ** 20;

export class ProjectText {
  /** Token ids, file after file, with a border behind each. */
  readonly ids: Int32Array;
  private readonly keys: Float64Array;

  /** `paths`: what the files are called, where that is known. Throws a `RangeError` for more than a million tokens. */
  constructor(
    readonly files: readonly ArrayLike<number>[],
    readonly paths: readonly string[] = [],
  ) {
    const length = files.reduce((sum, file) => sum + file.length + 1, 0);
    if (length > PLACES) throw new RangeError(`${length} tokens of a project: at most ${PLACES}`);
    this.ids = joined(files, length);
    this.keys = Float64Array.from({ length }, (_, at) => keyOf(this.ids[at], this.ids[at + 1]) + at).sort();
  }

  /** Tokens of all files. */
  get tokens(): number {
    return this.ids.length - this.files.length;
  }

  /** What stands at a place; nothing outside the files. */
  at(place: number): number | undefined {
    const id = this.ids[place];
    return id === BORDER ? undefined : id;
  }

  /** Where `first` stands with `second` right behind it, in order. */
  *standing(first: number | undefined, second: number | undefined): Generator<number> {
    if (first === undefined || second === undefined) return;
    const { ids, keys } = this;
    const from = keyOf(first, second);
    for (let i = lowerBound(keys, from); (keys[i] ?? Infinity) < from + PLACES; i++) {
      const place = (keys[i] ?? 0) - from;
      if (ids[place] === first && ids[place + 1] === second) yield place;
    }
  }

  /** As a trace keeps it. */
  toJSON(): { readonly files: readonly (readonly number[])[]; readonly paths: readonly string[] } {
    return { files: this.files.map((file) => Array.from(file)), paths: this.paths };
  }
}

function joined(files: readonly ArrayLike<number>[], length: number): Int32Array {
  const ids = new Int32Array(length);
  let end = 0;
  for (const file of files) {
    ids.set(file, end);
    end += file.length;
    ids[end++] = BORDER;
  }
  return ids;
}

function keyOf(first = BORDER, second = BORDER): number {
  const hash = (Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)) >>> 0;
  return hash * PLACES;
}

function lowerBound(keys: Float64Array, wanted: number): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
