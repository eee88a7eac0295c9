/** Confidence to colour: which bucket a cell falls into, and the spans of staged text to tint. Pure. */
import type { Span } from '../../engine/protocol/messages';
import type { Bucket } from '../ids';
import type { StagedCell } from '../session/holes';
import { normalise } from '../session/spans';

/** Upper bounds of the three lower buckets, ascending. Cells below the second one count as uncertain. */
export type Thresholds = readonly [number, number, number];

export function bucketOf(confidence: number, thresholds: Thresholds): Bucket {
  if (confidence < thresholds[0]) return 0;
  if (confidence < thresholds[1]) return 1;
  return confidence < thresholds[2] ? 2 : 3;
}

export function uncertainBelow(thresholds: Thresholds): number {
  return thresholds[1];
}

export interface Heatmap {
  /** Spans per bucket, each within one line. Neighbours of one bucket are one span. */
  readonly heat: Readonly<Record<Bucket, readonly Span[]>>;
  readonly pinned: readonly Span[];
}

/** Text with cells in it: a staged hole, or a document with scores. */
export interface HeatedText {
  readonly span: Span;
  readonly text: string;
  readonly cells: readonly StagedCell[];
}

/** Settled cells have no heat; nor has text that belongs to no cell, nor the white space around words. */
export function heatmapOf(hole: HeatedText, thresholds: Thresholds): Heatmap {
  const ink = (cells: readonly StagedCell[]) =>
    normalise(cells.map((cell) => cell.span)).flatMap((span) => inkOf(span, hole));
  const open = hole.cells.filter((cell) => cell.mark === 'open');
  const inBucket = (bucket: Bucket) => ink(open.filter((cell) => bucketOf(cell.confidence, thresholds) === bucket));
  return {
    heat: { 0: inBucket(0), 1: inBucket(1), 2: inBucket(2), 3: inBucket(3) },
    pinned: ink(hole.cells.filter((cell) => cell.mark === 'pinned')),
  };
}

/** The parts of a span from the first to the last visible character of each line. */
function inkOf(span: Span, hole: HeatedText): readonly Span[] {
  const text = hole.text.slice(span.start - hole.span.start, span.end - hole.span.start);
  return [...text.matchAll(/[^\s](?:[^\r\n]*[^\s])?/g)].map(({ index, 0: ink }) => {
    const start = span.start + index;
    return { start, end: start + ink.length };
  });
}
