/** The result of a run as a draft that may be mended, and back. */
import { geometricMean } from '../decode/describe';
import type { HoleResult, ResultCell } from '../protocol/messages';
import type { Draft, DraftCell, DraftHole } from '../validate/rounds/draft';
import { applyHoles } from './applyHoles';

/** `text`: the document as it was when the run started. */
export function draftOf(text: string, holes: readonly HoleResult[]): Draft {
  let growth = 0;
  const placed = holes.map(({ span, text: filled, cells }): DraftHole => {
    const start = span.start + growth;
    growth += filled.length - (span.end - span.start);
    return { span: { start, end: start + filled.length }, cells: draftCells(cells, start) };
  });
  return { text: applyHoles(text, holes), holes: placed };
}

function draftCells(cells: readonly ResultCell[], start: number): DraftCell[] {
  let end = start;
  return cells.flatMap(({ text, confidence, alternatives, state }) => {
    const from = end;
    end += text.length;
    return text === '' ? [] : [{ span: { start: from, end }, confidence, alternatives, pinned: state === 'pinned' }];
  });
}

/** The hole as the draft has it. */
export function mended(hole: HoleResult, { span, cells: drafted }: DraftHole, text: string): HoleResult {
  const cells = drafted.map(({ span: own, confidence, alternatives, pinned }) => ({
    text: text.slice(own.start, own.end),
    state: pinned ? ('pinned' as const) : ('committed' as const),
    confidence,
    alternatives,
  }));
  const chosen = cells.filter(({ state }) => state !== 'pinned').map(({ confidence }) => confidence);
  return { ...hole, cells, text: text.slice(span.start, span.end), confidence: geometricMean(chosen) };
}
