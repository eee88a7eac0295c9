/**
 * What an editor was told to draw, part by part, so that nothing is sent twice. The editor drags what it has along with
 * the user's edits in its own way: after an edit before or inside a part, that part has to be sent again. Pure.
 */
import type { LineRange, Point } from './textLines';

/** A part as sent: its ranges and all else about it that shows, and the last place it reaches. */
interface SentPart {
  readonly key: string;
  readonly end: Point;
}

const NOWHERE: Point = { line: -1, character: -1 };
const NOTHING = '[]';

export class SentParts<Type> {
  private readonly sent = new Map<Type, SentPart>();

  /** True if the part does not look like this already; notes it as sent. */
  takes(type: Type, ranges: readonly LineRange[], look: unknown): boolean {
    const key = JSON.stringify(look);
    const before = this.sent.get(type);
    if (key === (before?.key ?? NOTHING)) return false;
    this.sent.set(type, { key, end: ranges.map((range) => range.end).reduce(later, NOWHERE) });
    return true;
  }

  /** The document was changed from this place on; every part that reaches that far may have been dragged. */
  changedAt(place: Point): void {
    for (const [type, { key, end }] of this.sent) {
      if (key !== NOTHING && !isBefore(end, place)) this.sent.set(type, { key: `dragged ${key}`, end });
    }
  }
}

function later(a: Point, b: Point): Point {
  return isBefore(a, b) ? b : a;
}

function isBefore(a: Point, b: Point): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
