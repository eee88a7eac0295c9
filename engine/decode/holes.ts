/** Checks the holes of a request against the document: what is wrong is said before anything runs. */
import { EngineError } from '../protocol/errors';
import type { HoleRequest, Span, StartCells } from '../protocol/messages';
import { requireBoundary } from '../text/positions';
import { requireInteger } from './settings';

/** Most cells of one run, pinned ones included. About a minute on two cores with the bundled model. */
export const MAX_RUN_CELLS = 4096;
/** No tokenizer packs more: a longer span is refused without reading it. */
const MAX_CHARACTERS_PER_TOKEN = 32;

export function checkHoles(text: string, holes: readonly HoleRequest[]): void {
  if (holes.length === 0) throw new EngineError('input', 'no hole given: name at least one range or position');
  let end = 0;
  for (const { span, pins = [], length = 'auto', cells = [] } of holes) {
    checkSpan(text, span, 'range');
    if (span.start < end) throw new EngineError('input', 'ranges overlap or are out of order: sort and separate them');
    end = span.end;
    checkPins(text, span, pins);
    if (length !== 'auto') requireInteger('length', length, 1, MAX_RUN_CELLS);
    if (span.end - span.start > MAX_RUN_CELLS * MAX_CHARACTERS_PER_TOKEN) throw tooLong(undefined);
    checkStart(cells);
  }
}

function checkStart(cells: readonly StartCells[]): void {
  const open = cells.reduce((sum, part) => sum + ('open' in part ? part.open : 0), 0);
  const characters = cells.reduce((sum, part) => sum + ('text' in part ? part.text.length : 0), 0);
  if (open > MAX_RUN_CELLS) throw tooLong(open);
  if (characters > MAX_RUN_CELLS * MAX_CHARACTERS_PER_TOKEN) throw tooLong(undefined);
}

/** The error for a run of too many cells; `cells` when they were counted. */
export function tooLong(cells: number | undefined): EngineError {
  const found = cells === undefined ? 'the range is too long' : `the range needs ${cells} tokens`;
  return new EngineError('input', `${found}: at most ${MAX_RUN_CELLS} fit in one run, choose a smaller range`);
}

/** Throws an `input` error unless `span` lies in `text` and splits no character. */
export function checkSpan(text: string, { start, end }: Span, name: string): void {
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end > text.length) {
    throw new EngineError('input', `${name} ${start}-${end} is outside the document: its length is ${text.length}`);
  }
  if (start > end) throw new EngineError('input', `${name} ${start}-${end} is reversed: give the start first`);
  requireBoundary(text, start, `${name} start ${start}`);
  requireBoundary(text, end, `${name} end ${end}`);
}

function checkPins(text: string, span: Span, pins: readonly Span[]): void {
  let end = span.start;
  for (const pin of pins) {
    checkSpan(text, pin, 'pin');
    if (pin.start < end || pin.end > span.end) {
      throw new EngineError('input', 'pins must be sorted, apart from each other and inside their range');
    }
    end = pin.end;
  }
}
