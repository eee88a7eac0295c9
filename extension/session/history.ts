/**
 * What the user's own Undo and Redo do to a session. VS Code only says that text changed; a region whose text equals an
 * earlier staging is that staging again, with its cells; one whose text equals the original has been undone.
 */
import type { StagedHole } from './holes';
import { shift } from './spans';
import { isOriginal, stagedPart, type SessionState, type Staged } from './state';
import { settle } from './transitions';

/** A staging and the number of our edits that led to it: as many undos lead back to the original. */
export interface Snapshot {
  readonly staged: Staged;
  readonly edits: number;
}

/** The session after an undo or redo has changed its staged text, with the number of our edits still in place. */
export interface Recalled {
  readonly state: SessionState;
  readonly edits: number;
}

/** Returns `undefined` if the staged text did not change, or is neither the original nor any known staging. */
export function recall(
  before: SessionState,
  after: SessionState,
  snapshots: readonly Snapshot[],
): Recalled | undefined {
  const was = stagedPart(before);
  const staged = stagedPart(after);
  if (!was || !staged || hasTexts(was, staged)) return undefined;
  if (isOriginal(staged)) return { state: settle('undone'), edits: 0 };
  const known = snapshotOf(staged, snapshots);
  if (!known || after.kind !== 'staged') return undefined;
  const holes = staged.holes.map((hole, i) => moved(known.staged.holes[i] ?? hole, hole));
  return { state: { ...known.staged, holes }, edits: known.edits };
}

export function snapshotOf(staged: Staged, snapshots: readonly Snapshot[]): Snapshot | undefined {
  return snapshots.find((snapshot) => hasTexts(snapshot.staged, staged));
}

/** What is decided about text that stays as it is; an undo back to it finds it decided. */
export function remember(snapshots: readonly Snapshot[], staged: Staged): readonly Snapshot[] {
  return snapshots.map((snapshot) => (hasTexts(snapshot.staged, staged) ? { ...snapshot, staged } : snapshot));
}

function hasTexts(a: Staged, b: Staged): boolean {
  return a.holes.length === b.holes.length && a.holes.every((hole, i) => hole.text === b.holes[i]?.text);
}

function moved(known: StagedHole, to: StagedHole): StagedHole {
  const by = to.span.start - known.span.start;
  return { ...known, span: to.span, cells: known.cells.map((cell) => ({ ...cell, span: shift(cell.span, by) })) };
}
