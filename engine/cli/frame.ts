/** One pass as a terminal shows it: the lines that hold the holes, masked cells as `░`, colour for confidence. Pure. */
import pc from 'picocolors';
import type { Cell, HoleDraft, Span } from '../protocol/messages';
import { unixLineBreaks } from '../text/lineBreaks';
import { Lines } from '../text/positions';

export interface Scenery {
  readonly text: string;
  /** Sorted, disjoint. One per draft. */
  readonly spans: readonly Span[];
}

const MASK = '░';

/** The touched lines with the drafts in place. Lines between two holes are left out beyond the first and last few. */
export function renderFrame({ text, spans }: Scenery, holes: readonly HoleDraft[]): string {
  const lines = new Lines(text);
  let shown = '';
  let end = -1;
  spans.forEach((span, i) => {
    const around = lines.around(span);
    if (end >= 0)
      shown += around.start <= end ? text.slice(end, span.start) : `${restOfLine(text, end, lines)}\n${pc.dim('⋮')}\n`;
    if (around.start > end) shown += text.slice(around.start, span.start);
    shown += (holes[i]?.cells ?? []).map(paint).join('');
    end = span.end;
  });
  return unixLineBreaks(`${shown}${restOfLine(text, end, lines)}`);
}

function restOfLine(text: string, offset: number, lines: Lines): string {
  return text.slice(offset, lines.around({ start: offset, end: offset }).end);
}

/** Colours each line apart, so that no colour runs over a line's end. */
function paint(cell: Cell): string {
  if (cell.state === 'masked') return pc.dim(MASK);
  const colour = cell.state === 'pinned' ? String : colourOf(cell);
  const safe = escapeControls(unixLineBreaks(cell.text));
  return safe
    .split('\n')
    .map((line) => (line === '' ? '' : colour(line)))
    .join('\n');
}

function colourOf({ state, confidence }: Cell): (text: string) => string {
  const colour = confidence >= 0.9 ? pc.green : confidence >= 0.6 ? pc.cyan : confidence >= 0.3 ? pc.yellow : pc.red;
  return state === 'tentative' ? (text) => pc.dim(colour(text)) : colour;
}

/** A model may write any byte; a terminal must not act on it. */
function escapeControls(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '·');
}

/** `pass 3 ▰▰▱▱ 12 of 16 cells`. */
export function renderProgress(pass: number, holes: readonly HoleDraft[]): string {
  const cells = holes.flatMap((hole) => hole.cells).filter((cell) => cell.state !== 'pinned');
  const done = cells.filter((cell) => cell.state === 'committed').length;
  const width = 20;
  const full = cells.length === 0 ? width : Math.round((width * done) / cells.length);
  return pc.dim(`pass ${pass} ${'▰'.repeat(full)}${'▱'.repeat(width - full)} ${done} of ${cells.length} cells`);
}
