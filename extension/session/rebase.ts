/**
 * Keeps holes in step with a document that is edited meanwhile. The rule is the same everywhere: a change before a hole
 * shifts it, after it is ignored, inside it is taken in, across a border breaks it.
 */
import type { ContentChange, Span } from '../../engine/protocol/messages';
import type { OpenHole, StagedHole } from './holes';
import { isEmpty, normalise, overlaps, shift, subtract } from './spans';

/** How a change lies to a span. An insertion at a border is outside: at the start `before`, at the end `after`. */
export type Place = 'before' | 'after' | 'inside' | 'across';

export function placeOf(span: Span, change: ContentChange): Place {
  if (change.span.end <= span.start) return 'before';
  if (change.span.start >= span.end) return 'after';
  if (change.span.start >= span.start && change.span.end <= span.end) return 'inside';
  return 'across';
}

/** Units by which text after the change moves. */
export function growthOf(change: ContentChange): number {
  return change.text.length - (change.span.end - change.span.start);
}

/** A span after a change, grown or shrunk by one inside it; `undefined` when the change crosses its border. */
export function rebaseSpan(span: Span, change: ContentChange): Span | undefined {
  switch (placeOf(span, change)) {
    case 'before':
      return shift(span, growthOf(change));
    case 'after':
      return span;
    case 'inside':
      return { start: span.start, end: span.end + growthOf(change) };
    case 'across':
      return undefined;
  }
}

/** An open hole after a change; `stale` says that a run on the old text no longer fits and must start again. */
export interface RebasedHole {
  readonly hole: OpenHole;
  readonly stale: boolean;
}

/** Returns `undefined` when the change crosses a border of the hole: nobody can say what is the hole's any more. */
export function rebaseOpenHole(hole: OpenHole, change: ContentChange): RebasedHole | undefined {
  switch (placeOf(hole.span, change)) {
    case 'before':
      return { hole: movedHole(hole, growthOf(change)), stale: typedAtCursor(hole, change) };
    case 'after':
      return { hole, stale: false };
    case 'inside':
      return takenIn(hole, change);
    case 'across':
      return undefined;
  }
}

/** Text typed at an empty hole stands before it, but right where the draft was to begin: the draft does not know it. */
function typedAtCursor(hole: OpenHole, change: ContentChange): boolean {
  return isEmpty(hole.span) && isEmpty(change.span) && change.span.start === hole.span.start;
}

function movedHole(hole: OpenHole, by: number): OpenHole {
  return { ...hole, span: shift(hole.span, by), pins: hole.pins.map((pin) => shift(pin, by)) };
}

/** A change inside: what was typed becomes a pin. A mere deletion of open text leaves the run as it is. */
function takenIn(hole: OpenHole, change: ContentChange): RebasedHole {
  const growth = growthOf(change);
  const typed = { start: change.span.start, end: change.span.start + change.text.length };
  const kept = hole.pins.flatMap((pin) => pieceAfter(pin, change));
  const pins = normalise([...kept, typed]);
  const span = { start: hole.span.start, end: hole.span.end + growth };
  const cutsPin = hole.pins.some((pin) => overlaps(pin, change.span));
  return {
    hole: { span, pins, text: splice(hole.text, hole.span.start, change) },
    stale: change.text !== '' || cutsPin || hole.start !== undefined,
  };
}

/** What a change leaves of a span that it may cut, in the offsets after the change. */
function pieceAfter(span: Span, change: ContentChange): readonly Span[] {
  const growth = growthOf(change);
  return subtract(span, [change.span])
    .flatMap((piece) => splitAt(piece, change.span.start))
    .map((piece) => (piece.start >= change.span.end ? shift(piece, growth) : piece));
}

/** An insertion in the middle of a span cuts it in two. */
function splitAt(span: Span, at: number): readonly Span[] {
  if (at <= span.start || at >= span.end) return [span];
  return [
    { start: span.start, end: at },
    { start: at, end: span.end },
  ];
}

/** Returns `undefined` when the change crosses a border: the user's edit has taken the text over. `place`: if it is known. */
export function rebaseStagedHole(
  hole: StagedHole,
  change: ContentChange,
  place = placeOf(hole.span, change),
): StagedHole | undefined {
  if (place === 'after') return hole;
  if (place === 'across') return undefined;
  const growth = growthOf(change);
  const cells = hole.cells
    .filter((cell) => !isCut(cell.span, change.span))
    .map((cell) => (cell.span.start >= change.span.end ? { ...cell, span: shift(cell.span, growth) } : cell));
  if (place === 'before') return { ...hole, cells, span: shift(hole.span, growth) };
  const span = { start: hole.span.start, end: hole.span.end + growth };
  return { ...hole, cells, span, text: splice(hole.text, hole.span.start, change) };
}

/** True if a change at `change` touches the text of `cell`; an insertion at its border does not. */
function isCut(cell: Span, change: Span): boolean {
  return isEmpty(change) ? cell.start < change.start && change.start < cell.end : overlaps(cell, change);
}

function splice(text: string, start: number, change: ContentChange): string {
  return text.slice(0, change.span.start - start) + change.text + text.slice(change.span.end - start);
}
