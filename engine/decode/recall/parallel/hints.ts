/** What parallel places propose for the holes of a scene, as tokens. */
import { setImmediate as nextLoop } from 'node:timers/promises';
import type { PlannedCell } from '../../../text/canvas';
import type { Tokenizer } from '../../../text/tokenizer';
import type { CanvasModel } from '../../canvasModel';
import type { Hint, HintSource } from '../../hint';
import { surroundingsAtFirst, type BannedTexts, type Scene } from '../../scene';
import type { ProjectText } from '../projectText';
import type { Places } from '../side';
import { parallelTextFor, type ParallelText } from './parallelText';
import { wordsOf, type Words } from './words';

/** Tokens of the document on either side, and of the project's nearest files, that are looked through. */
const REACH = 4096;
const PROJECT_REACH = 2 ** 17;

/** Score below which a parallel is none: chosen on validation holes. */
const LEAST = 3;

export interface HintTools {
  readonly model: CanvasModel;
  readonly tokenizer: Tokenizer;
  readonly project?: ProjectText;
}

/** The scene with a hint for each hole that is all open, short enough for one canvas, and has a parallel. */
export function withHints(tools: HintTools, scene: Scene): Scene {
  const { model } = tools;
  const hints = scene.canvases.map((cells, hole) => {
    const length = scene.searchable?.[hole] ? undefined : cells.length;
    if ((length ?? 0) > model.maxCells || !cells.every((cell) => cell.kind === 'open' && !cell.only)) return null;
    const [refused, replaced] = [scene.shown?.[hole] ?? [], scene.replaced?.[hole] ?? ''];
    const wanted = { length, most: model.maxCells, refused, replaced };
    const hint = hintOf(tools, surroundingsAtFirst(model, scene, hole), cells, wanted);
    return hint && !isBanned(hint, scene.banned?.[hole], model.specials.mask) ? hint : null;
  });
  return hints.some((hint) => hint) ? { ...scene, hints } : scene;
}

/**
 * What was refused would come back with as little changed as can be. `anything`: what a banned text has where any token may
 * stand.
 */
function isBanned({ ids }: Hint, banned: BannedTexts = [], anything: number): boolean {
  return banned.some((text) => text.length === ids.length && text.every((id, i) => id === anything || id === ids[i]));
}

interface Wanted {
  readonly length: number | undefined;
  readonly most: number;
  readonly refused: readonly string[];
  readonly replaced: string;
}

/**
 * For a hole whose cells are all open. `undefined`: nothing is parallel enough, or not of so many tokens: `length`, if it
 * is given, else at most `most`.
 */
function hintOf(
  { tokenizer, project }: HintTools,
  places: Places,
  cells: readonly PlannedCell[],
  { length, most, ...wanted }: Wanted,
): Hint | undefined {
  const { lead, tail } = piecesAt(cells);
  const before = tokenizer.text(places.before.slice(-REACH)) + lead;
  const after = tail + tokenizer.text(places.after.slice(0, REACH));
  const elsewhere = project ? [...projectFiles(tokenizer, project)] : [];
  const found = parallelTextFor(
    before,
    after,
    elsewhere.map(({ words }) => words),
    { ...wanted, least: LEAST },
  );
  if (!found) return undefined;
  const ids = tokenizer.ids(lead + found.text + tail);
  const fits = length === undefined ? ids.length > 0 && ids.length <= most : ids.length === length;
  return fits
    ? { ids, weight: weightOf(found.score), source: sourceOf(found, { before, after, elsewhere }) }
    : undefined;
}

/** What a parallel counts beside the model. Of those that score below 5 one in twelve is right, of those above 20 every second. */
function weightOf(score: number): number {
  return Math.min(0.95, 0.5 + 0.015 * score);
}

/** The texts that were looked through. */
interface Sought {
  readonly before: string;
  readonly after: string;
  readonly elsewhere: readonly ProjectFile[];
}

function sourceOf({ source: { of, start, end } }: ParallelText, { before, after, elsewhere }: Sought): HintSource {
  const inFile = typeof of === 'number' ? elsewhere[of] : undefined;
  const whole = inFile?.words.text ?? (of === 'before' ? before : after);
  const text = whole.slice(start, end);
  const lines = breaksIn(of === 'before' ? whole.slice(start) : whole.slice(0, start));
  return inFile
    ? { side: 'elsewhere', path: inFile.path, lines, text }
    : { side: of === 'before' ? 'before' : 'behind', lines, text };
}

const breaksIn = (text: string): number => text.split('\n').length - 1;

/** What the first and the last cell have of the document, see `healing.ts`. */
function piecesAt(cells: readonly PlannedCell[]): { readonly lead: string; readonly tail: string } {
  const [first, last] = [cells[0], cells.at(-1)];
  return {
    lead: (first?.kind === 'open' && first.lead) || '',
    tail: (last?.kind === 'open' && last.tail) || '',
  };
}

interface ProjectFile {
  readonly path: string;
  readonly words: Words;
}

/** Files keep their tokens as long as they are not read again. */
const known = new WeakMap<ArrayLike<number>, Words>();

function* projectFiles(tokenizer: Tokenizer, { files, paths }: ProjectText): Generator<ProjectFile> {
  let tokens = 0;
  for (const [i, file] of files.entries()) {
    tokens += file.length;
    if (tokens > PROJECT_REACH) continue;
    const words = known.get(file) ?? wordsOf(tokenizer.text(Array.from(file)));
    known.set(file, words);
    yield { path: paths[i] ?? '', words };
  }
}

/**
 * Does while nobody waits what the first hint at a place would take: reads the project's files as words, a file at a time,
 * and looks for a parallel once, which is several times slower the first time. Throws the signal's reason.
 */
export async function prepareHints(tools: HintTools, places: Places, signal: AbortSignal): Promise<void> {
  const { tokenizer, project } = tools;
  for (const _ of project ? projectFiles(tokenizer, project) : []) {
    await nextLoop();
    signal.throwIfAborted();
  }
  hintOf(tools, places, [], { length: undefined, most: tools.model.maxCells, refused: [], replaced: '' });
}
