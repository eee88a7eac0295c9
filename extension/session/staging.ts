/**
 * From a run's last drafts to the one edit that writes them, and to the staged holes that stand in the document after it.
 * A run over staged text replaces only its own holes; the cells around them keep their confidence and marks.
 */
import type { Cell, ContentChange, ResultCell, Span } from '../../engine/protocol/messages';
import { editsAroundPins, type Piece } from './aroundPins';
import { givenTo, markOfGiven } from './given';
import type { KeptCell, OpenHole, StagedCell, StagedHole } from './holes';
import { type LineEnding, withLineEnding } from './lineEndings';
import { contains, normalise, shift, subtract } from './spans';
import { isBeingWritten, type LiveState, type OpenState, type Staged } from './state';

/** A cell as a pass or a result gives it. */
export type DraftCell = Cell & Partial<Pick<ResultCell, 'alternatives' | 'parallel'>>;

export interface StagePlan {
  /** Sorted, disjoint, in the offsets before the edit; holes whose text does not change have none. */
  readonly edits: readonly ContentChange[];
  /** In the offsets after the edit. */
  readonly staged: Staged;
}

/** `cells`: the cells of each hole. Masked cells contribute no text. */
export function planStage(state: OpenState, cells: readonly (readonly DraftCell[])[], ending: LineEnding): StagePlan {
  const patches = state.holes.map((hole, i) => patchOf(hole, cells[i] ?? [], state.base, ending));
  const changed = patches.filter((patch) => patch.text !== patch.hole.text);
  return {
    edits: changed.flatMap(({ hole, pieces }) => editsAroundPins(hole, pieces)),
    staged: {
      kind: 'staged',
      holes: stagedHoles(state, patches),
      passes: state.pass,
      ms: state.ms,
      timeline: { records: state.records, spans: patches.map((patch) => spanAfter(patch, patches)) },
    },
  };
}

/**
 * What a draft that is about to be written will be; any other state as it is. For what is shown beside the text and would
 * flicker in between.
 */
export function soonStaged(state: LiveState): LiveState {
  return isBeingWritten(state) ? planStage(state, state.cells, '\n').staged : state;
}

/** Where a patch lies once all are written. */
function spanAfter(patch: Patch, patches: readonly Patch[]): Span {
  const start = patch.hole.span.start + growthBefore(patch.hole.span.start, without(patches, patch));
  return { start, end: start + patch.text.length };
}

function stagedHoles(state: OpenState, patches: readonly Patch[]): readonly StagedHole[] {
  if (!state.base) {
    return patches.map((patch) => {
      const { span, text } = patch.hole;
      return patched({ span, text, original: text, cells: [] }, [patch], without(patches, patch));
    });
  }
  return state.base.holes.map((target) => {
    const inside = patches.filter((patch) => contains(target.span, patch.hole.span));
    return patched(
      target,
      inside,
      patches.filter((patch) => !inside.includes(patch)),
    );
  });
}

/** The new text of one open hole; its cells are counted from the hole's start. */
interface Patch {
  readonly hole: OpenHole;
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly cells: readonly StagedCell[];
}

function patchOf(hole: OpenHole, drafts: readonly DraftCell[], base: Staged | undefined, ending: LineEnding): Patch {
  const texts = withLineEnding(
    drafts.map((cell) => (cell.state === 'masked' ? '' : cell.text)),
    ending,
  );
  const origins = givenTo(hole, base, drafts);
  const cells: StagedCell[] = [];
  let start = 0;
  drafts.forEach((draft, i) => {
    const end = start + (texts[i]?.length ?? 0);
    if (end > start) cells.push({ ...stagedCell(draft, { start, end }, hole), ...knownOf(draft, origins[i]) });
    start = end;
  });
  const pieces = drafts.map(({ state }, i) => ({ text: texts[i] ?? '', isPinned: state === 'pinned' }));
  return { hole, text: texts.join(''), pieces, cells };
}

function stagedCell(draft: DraftCell, span: Span, hole: OpenHole): StagedCell {
  const { confidence, alternatives = [], parallel } = draft;
  const mark = draft.state === 'pinned' ? markOfGiven(hole) : 'open';
  return { span, confidence, alternatives, mark, ...(parallel && { parallel }) };
}

/** Alternatives are those of a whole cell: a piece of one has none. */
function knownOf(draft: DraftCell, origin: KeptCell | undefined): Partial<StagedCell> {
  if (!origin) return {};
  const { confidence, mark, parallel } = origin;
  const alternatives = origin.text === draft.text ? origin.alternatives : [];
  return { confidence, mark, alternatives, ...(parallel && { parallel }) };
}

/** Units by which an offset outside all open holes moves. */
function growthBefore(offset: number, patches: readonly Patch[]): number {
  return patches
    .filter((patch) => patch.hole.span.end <= offset)
    .reduce((sum, patch) => sum + patch.text.length - patch.hole.text.length, 0);
}

/** `target` with the patches `inside` it applied; those `outside` only move it. */
function patched(target: StagedHole, inside: readonly Patch[], outside: readonly Patch[]): StagedHole {
  const all = [...inside, ...outside];
  const start = target.span.start + growthBefore(target.span.start, outside);
  const text = patchedText(target, inside);
  const open = normalise(inside.map((patch) => patch.hole.span));
  const kept = target.cells.flatMap((cell) =>
    subtract(cell.span, open).map((span) => ({ ...cell, span: shift(span, growthBefore(span.start, all)) })),
  );
  const fresh = inside.flatMap((patch) => {
    const by = patch.hole.span.start + growthBefore(patch.hole.span.start, without(all, patch));
    return patch.cells.map((cell) => ({ ...cell, span: shift(cell.span, by) }));
  });
  const cells = [...kept, ...fresh].sort((a, b) => a.span.start - b.span.start);
  return { ...target, span: { start, end: start + text.length }, text, cells };
}

function without(patches: readonly Patch[], patch: Patch): readonly Patch[] {
  return patches.filter((other) => other !== patch);
}

function patchedText(target: StagedHole, inside: readonly Patch[]): string {
  let text = '';
  let at = target.span.start;
  for (const { hole, text: replacement } of inside) {
    text += target.text.slice(at - target.span.start, hole.span.start - target.span.start) + replacement;
    at = hole.span.end;
  }
  return text + target.text.slice(at - target.span.start);
}
