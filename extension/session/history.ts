/**
 * What the user's own Undo and Redo do to a session. VS Code only says that text changed; a region whose text equals an
 * earlier staging is that staging again, with its cells; one whose text equals the original has been undone.
 */
import type { StagedHole } from './holes';
import { shift } from './spans';
import { isOriginal, stagedPart, type SessionState, type Staged } from './state';
import { settle } from './transitions';

/**
 * The session after an undo or redo has changed its staged text; `undefined` if that did not change, or is neither the
 * original nor any known staging.
 */
export function recall(
  before: SessionState,
  after: SessionState,
  stagings: readonly Staged[],
): SessionState | undefined {
  const was = stagedPart(before);
  const staged = stagedPart(after);
  if (!was || !staged || hasTexts(was, staged)) return undefined;
  if (isOriginal(staged)) return settle('undone');
  const known = stagings.find((staging) => hasTexts(staging, staged));
  if (!known || after.kind !== 'staged') return undefined;
  const holes = staged.holes.map((hole, i) => moved(known.holes[i] ?? hole, hole));
  return { ...known, holes };
}

/** What is decided about text that stays as it is; an undo back to it finds it decided. */
export function remember(stagings: readonly Staged[], staged: Staged): readonly Staged[] {
  return stagings.map((staging) => (hasTexts(staging, staged) ? staged : staging));
}

function hasTexts(a: Staged, b: Staged): boolean {
  return a.holes.length === b.holes.length && a.holes.every((hole, i) => hole.text === b.holes[i]?.text);
}

function moved(known: StagedHole, to: StagedHole): StagedHole {
  const by = to.span.start - known.span.start;
  return { ...known, span: to.span, cells: known.cells.map((cell) => ({ ...cell, span: shift(cell.span, by) })) };
}
