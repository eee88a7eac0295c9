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
  /** Spans per bucket, least likely first. Neighbours of one bucket are one span. */
  readonly heat: Readonly<Record<Bucket, readonly Span[]>>;
  readonly pinned: readonly Span[];
}

/** Settled cells have no heat; nor has text that belongs to no cell. */
export function heatmapOf(cells: readonly StagedCell[], thresholds: Thresholds): Heatmap {
  const open = cells.filter((cell) => cell.mark === 'open');
  const inBucket = (bucket: Bucket) =>
    normalise(open.filter((cell) => bucketOf(cell.confidence, thresholds) === bucket).map((cell) => cell.span));
  return {
    heat: { 0: inBucket(0), 1: inBucket(1), 2: inBucket(2), 3: inBucket(3) },
    pinned: normalise(cells.filter((cell) => cell.mark === 'pinned').map((cell) => cell.span)),
  };
}
