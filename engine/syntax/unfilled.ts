/** A document with holes: what it is with this or that in them, and which places in it stay the same. */
import type { Span } from '../protocol/messages';

export interface Unfilled {
  readonly text: string;
  /** Sorted, disjoint. */
  readonly spans: readonly Span[];
  readonly languageId: string;
}

export function filled({ text, spans }: Unfilled, filling: (hole: number) => string): string {
  const pieces = spans.map(({ end }, hole) => filling(hole) + text.slice(end, spans[hole + 1]?.start));
  return text.slice(0, spans[0]?.start) + pieces.join('');
}

/** Where an offset is, whatever stands in the holes; `undefined` on their lines and between them. */
export type Place = string | undefined;

const FROM_START = ' from the start';

/** In the document with something in its holes, and perhaps `more` characters behind its end. */
export interface Outside {
  place(text: string, offset: number, more: number): Place;
  /** Where a place is in such a text. */
  offset(text: string, place: string, more: number): number;
  /** Everything else: the lines of the holes, and what is between them. */
  inside(text: string, more: number): Span;
}

export function outsideOf({ text, spans }: Unfilled): Outside {
  const [first, last] = [spans[0]?.start ?? 0, spans.at(-1)?.end ?? 0];
  const before = first === 0 ? 0 : text.lastIndexOf('\n', first - 1) + 1;
  const lineEnd = text.indexOf('\n', last);
  const after = lineEnd < 0 ? 0 : text.length - lineEnd;
  return {
    place: (whole, offset, more) => {
      if (offset < before) return `${offset}${FROM_START}`;
      const left = whole.length - more - offset;
      return left < after ? `${left} from the end` : undefined;
    },
    offset: (whole, place, more) => {
      const distance = parseInt(place);
      return place.endsWith(FROM_START) ? distance : whole.length - more - distance;
    },
    inside: (whole, more) => ({ start: before, end: whole.length - more - after }),
  };
}
