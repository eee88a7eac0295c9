/** What a run denoises: its holes as cells, what stands around them, and what is known of each. */
import { EngineError } from '../protocol/errors';
import type { HoleRequest, Span } from '../protocol/messages';
import { planCanvas, type PlannedCell, startCanvas, type StartPart, staying } from '../text/canvas';
import { heal, type Healed } from '../text/healing';
import { lineBreakOf } from '../text/lineBreaks';
import type { Tokenizer } from '../text/tokenizer';
import { demandOf } from './constraints/brackets';
import { jsonCanvas } from './constraints/jsonSkeleton';
import type { Tools } from './denoise';
import { checkHoles, MAX_RUN_CELLS, tooLong } from './holes';
import { frameOf } from './instruction';
import { withRelated } from './related';
import { sceneParts, type Scene } from './scene';

/** What a run knows besides its holes. */
export interface Around {
  readonly text: string;
  /** See `InfillParams.related`. */
  readonly related?: readonly string[];
  /** See `InfillParams.instruction`. */
  readonly instruction?: string;
}

/** A hole as it is asked for, or as it starts from a skeleton. */
type PlannedHole = Omit<HoleRequest, 'cells'> & { readonly cells?: readonly StartPart[] };

/** Throws `input` errors for holes that are none, hold nothing to denoise, or are too many. */
export function planScene(
  { model, tokenizer }: Tools,
  { text, related = [], instruction }: Around,
  holes: readonly PlannedHole[],
): Scene {
  checkHoles(text, holes);
  const canDelete = model.specials.delete !== undefined;
  const canvases = holes.map((hole) => {
    const cells = planHole(tokenizer, text, hole, canDelete);
    if (!cells.some((cell) => cell.kind === 'open')) {
      throw new EngineError('input', 'everything in the range is pinned: unpin a part or choose a larger range');
    }
    return cells;
  });
  requireFit(canvases);
  const healed: Healed[] = [];
  for (const [i, cells] of canvases.entries()) {
    const span = holes[i]?.span ?? { start: 0, end: 0 };
    const room = { start: healed.at(-1)?.border.end ?? 0, end: holes[i + 1]?.span.start ?? text.length };
    healed.push(heal(tokenizer, { text, span, room }, cells));
  }
  const borders = healed.map(({ border }) => border);
  return {
    parts: withRelated({ model, tokenizer }, sceneParts(tokenizer, text, borders), related),
    canvases: healed.map(({ cells }, i) => (holes[i]?.keepsLength ? cells.map(staying) : cells)),
    ...(holes.some(({ keeps }) => keeps === 'brackets') && {
      demands: holes.map(({ span, keeps }) => (keeps === 'brackets' ? (demandOf(text, span) ?? null) : null)),
    }),
    ...(holes.some(isSearchable) && { searchable: holes.map(isSearchable) }),
    ...(instruction !== undefined && { frame: frameOf({ model, tokenizer }, instruction) }),
    ...(holes.some(({ shownTexts = [] }) => shownTexts.length > 0) && {
      shown: holes.map(({ shownTexts = [] }) => shownTexts),
    }),
    ...(holes.some(({ span }) => span.start < span.end) && {
      replaced: holes.map(({ span }) => text.slice(span.start, span.end)),
    }),
    ...bannedTexts({ model, tokenizer }, text, holes, healed),
    lineBreak: lineBreakOf(text),
  };
}

/**
 * Texts are read together with what the first and last cell bring along, as the cells are. A token that is nothing but
 * that shows nothing, so it may come back: the mask stands in its place, which no cell ever takes.
 */
function bannedTexts(
  { model, tokenizer }: Tools,
  text: string,
  holes: readonly PlannedHole[],
  healed: readonly Healed[],
): Pick<Scene, 'banned'> {
  if (!holes.some((hole) => hole.bannedTexts?.length)) return {};
  const banned = holes.map(({ span, bannedTexts = [] }, i) => {
    const lead = text.slice(healed[i]?.border.start ?? span.start, span.start);
    const tail = text.slice(span.end, healed[i]?.border.end ?? span.end);
    return bannedTexts.map((earlier) => {
      const shown = { start: lead.length, end: lead.length + earlier.length };
      const tokens = tokenizer.encode(lead + earlier + tail);
      return tokens.map(({ id, start, end }) => (end > shown.start && start < shown.end ? id : model.specials.mask));
    });
  });
  return { banned };
}

/** Nothing is known of the length, and all of the hole is open. */
export function isSearchable({ pins = [], length = 'auto', cells, keepsLength, keeps }: PlannedHole): boolean {
  return length === 'auto' && pins.length === 0 && !cells && !keepsLength && keeps !== 'json';
}

function planHole(tokenizer: Tokenizer, text: string, hole: PlannedHole, canDelete: boolean): PlannedCell[] {
  const { span, pins = [], length = 'auto', cells, keeps } = hole;
  if (keeps === 'json') return jsonCells(tokenizer, text, span, canDelete);
  if (cells) return startCanvas(tokenizer, cells);
  return planCanvas(tokenizer, { text, span, pins: pins.filter((pin) => pin.end > pin.start), length, canDelete });
}

function jsonCells(tokenizer: Tokenizer, text: string, span: Span, canDelete: boolean): PlannedCell[] {
  const cells = jsonCanvas(tokenizer, { text, span, canDelete });
  if (cells.some((cell) => cell.kind === 'open')) return cells;
  throw new EngineError('input', 'the range holds no JSON value that could change: choose one with strings or numbers');
}

function requireFit(canvases: readonly (readonly PlannedCell[])[]): void {
  const cells = canvases.reduce((sum, canvas) => sum + canvas.length, 0);
  if (cells > MAX_RUN_CELLS) throw tooLong(cells);
}
