/**
 * The number of cells that holes start with, where it is searched for rather than learned while denoising. Runs before
 * the first pass, on the scene: the same scene and settings find the same lengths.
 */
import { type PlannedCell, staying } from '../../text/canvas';
import { EngineError } from '../../protocol/errors';
import type { LengthPolicyName } from '../../protocol/messages';
import type { CanvasModel, Prediction } from '../canvasModel';
import type { Turn } from '../turn';
import { surroundingsAtFirst, type Scene } from '../scene';
import { calibratedLength } from './cal';
import type { ProjectText } from '../recall/projectText';
import { recalledLength } from '../recall/recalledLength';
import { END, grownLength } from './daedal';
import { resized } from './resized';

/**
 * What `auto` stands for: a model that can delete has learned its lengths, for any other they are searched. Where the
 * document's repetitions count beside the model, they do for the length, too.
 */
export function lengthPolicyOf(model: CanvasModel, name: LengthPolicyName | 'auto'): LengthPolicyName {
  if (name === 'auto' && model.specials.delete === undefined) return 'cal';
  if (name === 'auto') return model.recallGate ? 'recalled' : 'learned';
  if (name === 'daedal' && model.specials.delete === undefined) {
    throw new EngineError('input', 'length policy daedal needs a model with a DELETE token: use cal or fixed');
  }
  return name;
}

export interface SearchTools {
  readonly model: CanvasModel;
  readonly project?: ProjectText;
  readonly forbidden: readonly number[];
  readonly turn: Turn;
}

/**
 * Cells that `recalled` begins with at most where text is replaced, however long that is: a small model rambles where it has
 * more to fill (`engine/decode/README.md`, "Syntax").
 */
const LONGEST = 32;

/** The scene with other numbers of open cells in the holes that leave theirs to the engine: as many as a hint has. */
export async function searchLengths(tools: SearchTools, scene: Scene, policy: LengthPolicyName): Promise<Scene> {
  if (policy === 'fixed') return { ...scene, canvases: scene.canvases.map((cells) => cells.map(staying)) };
  if (policy === 'learned' || !scene.searchable?.includes(true)) return scene;
  const canvases = [...scene.canvases];
  for (const [hole, cells] of scene.canvases.entries()) {
    if (!scene.searchable[hole] || (cells.length > tools.model.maxCells && policy !== 'recalled')) continue;
    const hint = scene.hints?.[hole];
    const now = { ...scene, canvases };
    canvases[hole] = hint ? resized(cells, hint.ids.length) : await searchHole(tools, now, hole, policy);
  }
  return { ...scene, canvases };
}

async function searchHole(
  { model, project, forbidden, turn }: SearchTools,
  scene: Scene,
  hole: number,
  policy: LengthPolicyName,
): Promise<readonly PlannedCell[]> {
  const cells = scene.canvases[hole] ?? [];
  const around = surroundingsAtFirst(model, scene, hole);
  if (policy === 'recalled') {
    const likely = recalledLength(around, model.maxCells, project);
    return resized(cells, likely ?? Math.min(cells.length, LONGEST));
  }
  const { mask, delete: deleteId } = model.specials;
  const ask = (length: number, first: number, target?: number): Promise<readonly Prediction[]> => {
    const rows = Array.from({ length: length - first }, (_, i) => first + i);
    const targets = target === undefined ? {} : { targets: rows.map(() => target) };
    const request = { ...around, cells: new Array<number>(length).fill(mask), rows, forbidden, ...targets };
    return turn((signal) => model.predict(request, signal));
  };
  const [start, most] = [cells.length, model.maxCells];
  const length =
    policy === 'daedal'
      ? await grownLength({
          start,
          most,
          endness: async (n) => mean((await ask(n, Math.max(0, n - END), deleteId)).map(({ target }) => target ?? 0)),
        })
      : await calibratedLength({
          start,
          most,
          sureness: async (n) => mean((await ask(n, 0)).map(({ probabilities }) => probabilities[0] ?? 0)),
        });
  return resized(cells, length);
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
