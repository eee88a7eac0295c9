/** The texts that are looked through for a whole hole: what is around it, and the project's nearest files. */
import type { PlannedCell } from '../../text/canvas';
import type { Tokenizer } from '../../text/tokenizer';
import { wordsOf, type Words } from './parallel/words';
import type { ProjectText } from './projectText';
import type { Places } from './side';

/** Tokens of the document on either side, and of the project's nearest files. */
const REACH = 4096;
const PROJECT_REACH = 2 ** 17;

export interface Looked {
  readonly before: string;
  readonly after: string;
  readonly elsewhere: readonly ProjectFile[];
}

export interface ProjectFile {
  readonly path: string;
  readonly words: Words;
}

export function lookedThrough(
  { tokenizer, project }: { readonly tokenizer: Tokenizer; readonly project?: ProjectText },
  places: Places,
  cells: readonly PlannedCell[],
): Looked {
  const { lead, tail } = piecesAt(cells);
  return {
    before: tokenizer.text(places.before.slice(-REACH)) + lead,
    after: tail + tokenizer.text(places.after.slice(0, REACH)),
    elsewhere: project ? [...projectFiles(tokenizer, project)] : [],
  };
}

/** What the first and the last cell have of the document, see `healing.ts`. */
export function piecesAt(cells: readonly PlannedCell[]): { readonly lead: string; readonly tail: string } {
  const [first, last] = [cells[0], cells.at(-1)];
  return {
    lead: (first?.kind === 'open' && first.lead) || '',
    tail: (last?.kind === 'open' && last.tail) || '',
  };
}

/** Files keep their tokens as long as they are not read again. */
const known = new WeakMap<ArrayLike<number>, Words>();

export function* projectFiles(tokenizer: Tokenizer, { files, paths }: ProjectText): Generator<ProjectFile> {
  let tokens = 0;
  for (const [i, file] of files.entries()) {
    tokens += file.length;
    if (tokens > PROJECT_REACH) continue;
    const words = known.get(file) ?? wordsOf(tokenizer.text(Array.from(file)));
    known.set(file, words);
    yield { path: paths[i] ?? '', words };
  }
}
