/**
 * A hole as a row of cells: one pinned cell per token of what stays, and open cells for the gaps between. How many open
 * cells is only where a run starts; DELETE and EXPAND learn the rest.
 */
import type { Span, StartCells } from '../protocol/messages';
import type { Tokenizer } from './tokenizer';

/** What a cell may spell, where that is limited; see `decode/constraints/jsonSkeleton.ts`. */
export type CellClass = 'jsonString' | 'digits' | 'leadingDigits' | 'integer';

export type PlannedCell =
  /**
   * `lead`, `tail`: the token must begin and end with them, as they stand beside the hole already; see `healing.ts`.
   * `bringsBreak`: all of `tail` but the line break that it begins with, which the hole brings.
   * `stays`: neither dropped by DELETE nor split by EXPAND.
   */
  | {
      readonly kind: 'open';
      readonly lead?: string;
      readonly tail?: string;
      readonly bringsBreak?: true;
      readonly only?: CellClass;
      readonly stays?: true;
    }
  /** `text` is the document's own, so that pinned text survives whatever the tokenizer does to it. */
  | { readonly kind: 'pinned'; readonly id: number; readonly text: string };

/** The cell, of a hole that keeps its length. */
export function staying(cell: PlannedCell): PlannedCell {
  return cell.kind === 'open' ? { ...cell, stays: true } : cell;
}

export interface CanvasRequest {
  readonly text: string;
  readonly span: Span;
  /** Sorted, disjoint, inside `span`. */
  readonly pins: readonly Span[];
  /** Open cells in all, or `auto`: the present text's tokens and some more. */
  readonly length: number | 'auto';
  /** Whether the model can delete surplus cells. Without it `auto` takes the present length as it is. */
  readonly canDelete: boolean;
}

/**
 * Cells for a hole that holds no text yet, on a blank line and within one: about the median of what stands in such places
 * of real code, in tokens of the bundled model. Borders tell no more (training/README.md).
 */
const EMPTY_LINE_CELLS = 12;
const EMPTY_GAP_CELLS = 8;

/** Extra cells for a gap that held `tokens`: room to grow, cheap to delete. */
function slack(tokens: number): number {
  return Math.min(8, Math.max(2, Math.ceil(tokens / 4)));
}

export function planCanvas(tokenizer: Tokenizer, request: CanvasRequest): PlannedCell[] {
  const gaps = openGaps(request);
  const sizes = gapSizes(tokenizer, request, gaps);
  const cells: PlannedCell[] = [];
  let pin = 0;
  gaps.forEach((gap, i) => {
    for (; pin < request.pins.length && startOf(request.pins[pin]) < gap.start; pin++) {
      cells.push(...pinnedCells(tokenizer, request.text, request.pins[pin]));
    }
    for (let n = 0; n < (sizes[i] ?? 0); n++) cells.push({ kind: 'open' });
  });
  for (; pin < request.pins.length; pin++) cells.push(...pinnedCells(tokenizer, request.text, request.pins[pin]));
  return cells;
}

/** What a hole starts from: text that stays, and open cells that may be limited. */
export type StartPart = StartCells | { readonly open: number; readonly only: CellClass };

/** The cells of a hole that starts from given ones. Texts that meet are read as one: they may share a character. */
export function startCanvas(tokenizer: Tokenizer, given: readonly StartPart[]): PlannedCell[] {
  const cells: PlannedCell[] = [];
  let text = '';
  const flush = (): void => {
    cells.push(...pinnedCells(tokenizer, text, { start: 0, end: text.length }));
    text = '';
  };
  for (const part of given) {
    if ('text' in part) {
      text += part.text;
      continue;
    }
    flush();
    const only = 'only' in part && { only: part.only };
    for (let n = 0; n < part.open; n++) cells.push({ kind: 'open', ...only });
  }
  flush();
  return cells;
}

const startOf = (span: Span | undefined): number => span?.start ?? 0;

/** The parts of the span that no pin covers. A hole without pins is one gap, even an empty one. */
function openGaps({ span, pins }: CanvasRequest): Span[] {
  if (pins.length === 0) return [span];
  const gaps: Span[] = [];
  let start = span.start;
  for (const pin of pins) {
    if (pin.start > start) gaps.push({ start, end: pin.start });
    start = pin.end;
  }
  if (span.end > start) gaps.push({ start, end: span.end });
  return gaps;
}

function gapSizes(tokenizer: Tokenizer, request: CanvasRequest, gaps: readonly Span[]): number[] {
  const tokens = gaps.map((gap) => tokenizer.ids(request.text.slice(gap.start, gap.end)).length);
  if (request.length !== 'auto') return distribute(request.length, tokens);
  return tokens.map((n, i) => {
    if (n === 0) return emptyCells(request.text, gaps[i] ?? request.span);
    return request.canDelete ? n + slack(n) : n;
  });
}

function emptyCells(text: string, { start, end }: Span): number {
  const blankBefore = /(^|[\r\n])[ \t]*$/.test(text.slice(Math.max(0, start - 256), start));
  const blankBehind = /^[ \t]*($|[\r\n])/.test(text.slice(end, end + 256));
  return blankBefore && blankBehind ? EMPTY_LINE_CELLS : EMPTY_GAP_CELLS;
}

/** Splits `total` in proportion to `weights`, at least one each, the largest remainders first. */
export function distribute(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (sum === 0 ? total / weights.length : (total * weight) / sum));
  const shares = exact.map((share) => Math.max(1, Math.floor(share)));
  const order = exact.map((share, i) => ({ i, rest: share - Math.floor(share) })).sort((a, b) => b.rest - a.rest);
  let left = total - shares.reduce((a, b) => a + b, 0);
  for (const { i } of order) {
    if (left-- <= 0) break;
    shares[i] = (shares[i] ?? 0) + 1;
  }
  return shares;
}

export function pinnedCells(tokenizer: Tokenizer, text: string, pin: Span | undefined): PlannedCell[] {
  if (!pin) return [];
  const kept = text.slice(pin.start, pin.end);
  return tokenizer.encode(kept).map(({ id, start, end }) => ({ kind: 'pinned', id, text: kept.slice(start, end) }));
}
