/**
 * Finds a review again in a document that has been closed and opened since: over its staged text, if the editor has kept
 * that, or else as a draft over the original. Pure.
 */
import type { StagedHole } from './holes';
import { kept, startFromStaged } from './startCells';
import { shift } from './spans';
import type { Converged, Staged } from './state';
import { converge, hold, prepare, review } from './transitions';

export interface Review {
  readonly holes: readonly StagedHole[];
  readonly passes: number;
}

/** `undefined` if neither text stands there beyond doubt. */
export function resumed(text: string, { holes, passes }: Review): Staged | Converged | undefined {
  const staged = relocate(text, holes);
  if (staged) return review(staged, { passes });
  const originals = relocate(text, holes.map(asOriginal));
  return originals && { ...draftOver(originals, holes), pass: passes };
}

/** The holes where they lie now, in order. */
function relocate(text: string, holes: readonly StagedHole[]): readonly StagedHole[] | undefined {
  const found: StagedHole[] = [];
  let from = 0;
  for (const hole of holes) {
    const start = placeOf(text, hole, from);
    if (start === undefined) return undefined;
    const by = start - hole.span.start;
    const cells = hole.cells.map((cell) => ({ ...cell, span: shift(cell.span, by) }));
    found.push({ ...hole, span: shift(hole.span, by), cells });
    from = start + hole.text.length;
  }
  return found;
}

/** Where it was, or the only place there is. Nothing tells one empty text from another. */
function placeOf(text: string, hole: StagedHole, from: number): number | undefined {
  const { start } = hole.span;
  if (hole.text === '') return undefined;
  if (start >= from && text.startsWith(hole.text, start)) return start;
  const first = text.indexOf(hole.text, from);
  return first >= 0 && text.indexOf(hole.text, first + 1) < 0 ? first : undefined;
}

/** The hole as it was before staging. The holes before it had another length then, which the search makes up for. */
function asOriginal({ span, original }: StagedHole): StagedHole {
  return { span: { start: span.start, end: span.start + original.length }, text: original, original, cells: [] };
}

function draftOver(originals: readonly StagedHole[], drafts: readonly StagedHole[]): Converged {
  const open = originals.map(({ span, text }) => ({ span, text, pins: [] }));
  const cells = drafts.map((hole) =>
    startFromStaged(hole, hole.span, (cell) => kept(hole, cell)).flatMap((cell) =>
      'text' in cell ? [{ ...cell, state: 'committed' as const }] : [],
    ),
  );
  return hold(converge(prepare(open), cells));
}
