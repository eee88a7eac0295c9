/**
 * What recall proposes for the holes of a scene before their first pass, as tokens: what a parallel place has, or what
 * binds the names that the document wants.
 */
import { setImmediate as nextLoop } from 'node:timers/promises';
import type { PlannedCell } from '../../text/canvas';
import type { Tokenizer } from '../../text/tokenizer';
import type { CanvasModel } from '../canvasModel';
import { fitted, type Hint } from '../hint';
import { surroundingsAtFirst, type BannedTexts, type Scene } from '../scene';
import { lookedThrough, projectFiles } from './looked';
import { bindsAgain, bindsInVain } from './parallel/bindings';
import { parallelHint, type Wish } from './parallel/parallelHint';
import type { ProjectText } from './projectText';
import type { Places } from './side';
import type { Wanted } from './wanted/wanted';
import { wantedHint } from './wanted/wantedHint';
import { hasWanted } from './wanted/wantedText';

export interface HintTools {
  readonly model: CanvasModel;
  readonly tokenizer: Tokenizer;
  readonly project?: ProjectText;
}

/** The scene with a hint for each hole that is all open, short enough for one canvas, and of which recall knows something. */
export function withHints(tools: HintTools, scene: Scene): Scene {
  const { model } = tools;
  const hints = scene.canvases.map((cells, hole) => {
    const length = scene.searchable?.[hole] ? undefined : cells.length;
    if ((length ?? 0) > model.maxCells || !cells.every((cell) => cell.kind === 'open' && !cell.only)) return null;
    const wish = { refused: scene.shown?.[hole] ?? [], replaced: scene.replaced?.[hole] ?? '' };
    const found = hintOf(tools, surroundingsAtFirst(model, scene, hole), cells, {
      ...wish,
      wanted: scene.wanted?.[hole],
    });
    const hint = found && (length === undefined ? found : fitted(found, length));
    const fits = hint && hint.ids.length > 0 && hint.ids.length <= model.maxCells;
    return fits && !isBanned(hint, scene.banned?.[hole], model.specials.mask) ? hint : null;
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

/**
 * Of parallel places only one that binds wanted names, if there are any, and none that binds a name for nobody. Outside of
 * functions and classes, what binds the very same names elsewhere goes before.
 */
function hintOf(
  { tokenizer, project }: HintTools,
  places: Places,
  cells: readonly PlannedCell[],
  { wanted, ...wish }: Wish & { readonly wanted?: Wanted | null | undefined },
): Hint | undefined {
  const looked = lookedThrough({ tokenizer, ...(project && { project }) }, places, cells);
  const around = [looked.before, looked.after] as const;
  const isOfUse = (text: string): boolean => !bindsInVain(text, around) && !bindsAgain(text, wanted?.bound ?? []);
  const parallel = (accepts: (text: string) => boolean): Hint | undefined =>
    parallelHint(tokenizer, looked, cells, { ...wish, accepts });
  if (!wanted || wanted.names.length === 0) return parallel(isOfUse);
  const bound = wantedHint(tokenizer, looked, cells, { ...wish, wanted });
  if (bound?.source && wanted.within === 'outermost') return bound;
  return parallel((text) => hasWanted(text, wanted) && isOfUse(text)) ?? bound ?? parallel(isOfUse);
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
  hintOf(tools, places, [], { refused: [], replaced: '' });
}
