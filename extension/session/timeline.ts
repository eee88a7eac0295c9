/**
 * The passes of a run on record: what *Pass 3/8* means, and where stepping leads. Records are shared between states and
 * never changed; a run that goes on from an earlier pass keeps the records up to it.
 */
import type { HoleDraft, Span } from '../../engine/protocol/messages';

export interface PassRecord {
  readonly pass: number;
  /** One draft per hole of the run. */
  readonly drafts: readonly HoleDraft[];
}

/** The passes behind staged text. */
export interface Timeline {
  readonly records: readonly PassRecord[];
  /** Where the run's holes lie now, one for each draft; empty when an edit has made that impossible to say. */
  readonly spans: readonly Span[];
}

export const NO_TIMELINE: Timeline = { records: [], spans: [] };

/** A long run must not fill the memory with its past: the earliest passes go first. */
const MAX_CELLS = 100_000;

export function recordPass(records: readonly PassRecord[], record: PassRecord): readonly PassRecord[] {
  const all = [...records.filter(({ pass }) => pass < record.pass), record];
  let cells = all.reduce((sum, each) => sum + cellsOf(each), 0);
  let first = 0;
  for (; cells > MAX_CELLS && first < all.length - 1; first++) cells -= cellsOf(all[first]);
  return first === 0 ? all : all.slice(first);
}

function cellsOf(record: PassRecord | undefined): number {
  return record?.drafts.reduce((sum, draft) => sum + draft.cells.length, 0) ?? 0;
}

/** The record that is `by` steps from the one of `pass`; at the ends, the outermost one. */
export function stepFrom(records: readonly PassRecord[], pass: number, by: number): PassRecord | undefined {
  const at = records.findLastIndex((record) => record.pass <= pass);
  return records[Math.min(Math.max(at + by, 0), records.length - 1)];
}

export function recordOf(records: readonly PassRecord[], pass: number): PassRecord | undefined {
  return records.find((record) => record.pass === pass);
}
