/**
 * All that a run sees of a document: token ids around and between its holes, and the holes' planned cells. A run is a
 * pure function of model, scene, settings and project, which is why a trace needs to hold nothing else.
 */
import { EngineError } from '../protocol/errors';
import { tokensAfter, tokensBefore, type Stretch } from '../text/context';
import type { PlannedCell } from '../text/canvas';
import type { LineBreak } from '../text/lineBreaks';
import type { Tokenizer } from '../text/tokenizer';
import type { Span } from '../protocol/messages';
import type { CanvasModel, Frame } from './canvasModel';
import type { Demand } from './constraints/brackets';
import { createDraft } from './createDraft';
import { cellIds, type Block, type Draft } from './draft';
import type { Hint } from './hint';
import type { Wanted } from './recall/wanted/wanted';

/** The text between two neighbouring holes, or between a hole and an end of the document. */
export type ScenePart =
  | { readonly kind: 'whole'; readonly ids: readonly number[] }
  /** An end, or too long to see across: the tokens after the hole on its left, and those before the one on its right. */
  | { readonly kind: 'cut'; readonly head: readonly number[]; readonly tail: readonly number[] };

/** Token ids of texts that must not come back. */
export type BannedTexts = readonly (readonly number[])[];

export interface Scene {
  /** One more than there are canvases. */
  readonly parts: readonly ScenePart[];
  readonly canvases: readonly (readonly PlannedCell[])[];
  /** Per hole whether its number of cells may be searched for; absent if for none. */
  readonly searchable?: readonly boolean[];
  /** Per hole what balanced brackets require, see `constraints/brackets.ts`; absent if they need not be balanced. */
  readonly demands?: readonly (Demand | null)[];
  /** Per hole the texts that must not come back, see `bans.ts`; absent if no hole has any. */
  readonly banned?: readonly BannedTexts[];
  /** Per hole the texts that were seen there before, which no parallel place may propose; absent if no hole has any. */
  readonly shown?: readonly (readonly string[])[];
  /** Per hole the text that it is to replace, nor may that be proposed; absent if all are empty. */
  readonly replaced?: readonly string[];
  /** Per hole what its document asks of it; absent if that is not known of any. */
  readonly wanted?: readonly (Wanted | null)[];
  /** Per hole what recall proposes for it, see `recall/hints.ts`; absent if no hole has any. */
  readonly hints?: readonly (Hint | null)[];
  /** What an instruction makes of the document's ends. */
  readonly frame?: Frame;
  /** What the document puts at the end of a line; models write LF. */
  readonly lineBreak: LineBreak;
}

/** The parts of `text` around `spans`, which are sorted and disjoint. */
export function sceneParts(tokenizer: Tokenizer, text: string, spans: readonly Span[]): ScenePart[] {
  return Array.from({ length: spans.length + 1 }, (_, i) => {
    const stretch = { text, start: spans[i - 1]?.end ?? 0, end: spans[i]?.start ?? text.length };
    if (i === 0) return { kind: 'cut', head: [], tail: tokensBefore(tokenizer, stretch).ids };
    if (i === spans.length) return { kind: 'cut', head: tokensAfter(tokenizer, stretch).ids, tail: [] };
    return between(tokenizer, stretch);
  });
}

function between(tokenizer: Tokenizer, stretch: Stretch): ScenePart {
  const { ids, whole } = tokensBefore(tokenizer, stretch);
  return whole ? { kind: 'whole', ids } : { kind: 'cut', head: tokensAfter(tokenizer, stretch).ids, tail: ids };
}

export interface Surroundings {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly frame?: Frame;
}

export interface Viewpoint {
  readonly hole: number;
  readonly block: Block;
}

/** What stands on both sides of a block now: text, the other holes as they are, the other blocks of the same hole. */
export function surroundings(
  model: Pick<CanvasModel, 'specials' | 'contextTokens'>,
  scene: Scene,
  drafts: readonly Draft[],
  { hole, block }: Viewpoint,
): Surroundings {
  const { mask } = model.specials;
  const own = drafts[hole]?.blocks ?? [];
  const at = own.indexOf(block);
  const ids = (blocks: readonly Block[]): number[] => blocks.flatMap((each) => cellIds(each.cells, mask));
  const holes = drafts.map((draft) => ids(draft.blocks));
  // Later blocks are mostly masks: they must not push the text behind them out of the model's sight.
  const later = ids(own.slice(at + 1)).slice(0, Math.floor(model.contextTokens / 4));
  return {
    before: join([...leftOf(scene, holes, hole), ids(own.slice(0, at))]),
    after: join([later, ...rightOf(scene, holes, hole)]),
    ...(scene.frame && { frame: scene.frame }),
  };
}

/** The same before anything is decided. */
export function surroundingsAtFirst(
  model: Pick<CanvasModel, 'specials' | 'contextTokens' | 'maxCells'>,
  scene: Scene,
  hole: number,
): Surroundings {
  const drafts = scene.canvases.map((cells) => createDraft(cells, { maxCells: model.maxCells, passes: 'auto' }));
  const block = drafts[hole]?.blocks[0];
  if (!block) throw new EngineError('internal', 'A hole without cells was planned. Please report this.');
  return surroundings(model, scene, drafts, { hole, block });
}

/** A single piece is returned as it is: a model recognises the same array at once, and a long text is not copied. */
function join(pieces: readonly (readonly number[])[]): readonly number[] {
  const [only, ...more] = pieces.filter((piece) => piece.length > 0);
  return only && more.length === 0 ? only : pieces.flat();
}

function leftOf(scene: Scene, holes: readonly (readonly number[])[], hole: number): (readonly number[])[] {
  let first = hole;
  while (first > 0 && scene.parts[first]?.kind === 'whole') first--;
  const pieces: (readonly number[])[] = [partTail(scene.parts[first])];
  for (let i = first + 1; i <= hole; i++) pieces.push(holes[i - 1] ?? [], partTail(scene.parts[i]));
  return pieces;
}

function rightOf(scene: Scene, holes: readonly (readonly number[])[], hole: number): (readonly number[])[] {
  let last = hole + 1;
  while (last < holes.length && scene.parts[last]?.kind === 'whole') last++;
  const pieces: (readonly number[])[] = [];
  for (let i = hole + 1; i < last; i++) pieces.push(partHead(scene.parts[i]), holes[i] ?? []);
  return [...pieces, partHead(scene.parts[last])];
}

const partHead = (part: ScenePart | undefined): readonly number[] =>
  part?.kind === 'whole' ? part.ids : (part?.head ?? []);
const partTail = (part: ScenePart | undefined): readonly number[] =>
  part?.kind === 'whole' ? part.ids : (part?.tail ?? []);
