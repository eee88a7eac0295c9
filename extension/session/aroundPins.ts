/**
 * The edits that put a draft in a hole's place and leave its pins untouched, rather than write them anew: a cursor in the
 * middle of a pinned word, where somebody is typing, then stays in that word. Pure.
 */
import type { ContentChange, Span } from '../../engine/protocol/messages';
import type { OpenHole } from './holes';
import { shift } from './spans';

/** A piece of the new text. */
export interface Piece {
  readonly text: string;
  readonly isPinned: boolean;
}

/** Sorted and disjoint, in the document's offsets; none where nothing changes. */
export function editsAroundPins(hole: OpenHole, pieces: readonly Piece[]): readonly ContentChange[] {
  const text = pieces.map((piece) => piece.text).join('');
  const pins = hole.pins.map((pin) => shift(pin, -hole.span.start));
  const places = placesOf(pins, hole.text, pieces) ?? [];
  const ends = [...places, { old: { start: hole.text.length, end: 0 }, start: text.length, end: 0 }];
  let oldAt = 0;
  let newAt = 0;
  return ends.flatMap(({ old, start, end }) => {
    const span = shift({ start: oldAt, end: old.start }, hole.span.start);
    const before = hole.text.slice(oldAt, old.start);
    const after = text.slice(newAt, start);
    oldAt = old.end;
    newAt = end;
    return before === after ? [] : [{ span, text: after }];
  });
}

/** Where a pin stands in the hole's text, and where in the new one. */
interface PinPlace extends Span {
  readonly old: Span;
}

/** `undefined` if the new text does not hold the pins one after the other, as they are. */
function placesOf(pins: readonly Span[], text: string, pieces: readonly Piece[]): readonly PinPlace[] | undefined {
  const places: PinPlace[] = [];
  let next = 0;
  let at = 0;
  const take = (): string => {
    const taken = pieces[next++]?.text ?? '';
    at += taken.length;
    return taken;
  };
  for (const old of pins) {
    while (pieces[next]?.isPinned === false) take();
    const start = at;
    let found = '';
    while (found.length < old.end - old.start && pieces[next]?.isPinned) found += take();
    if (found !== text.slice(old.start, old.end)) return undefined;
    places.push({ old, start, end: at });
  }
  return places;
}
