/** Staged text as a draft that can be judged and remasked, and back. Pure. */
import type { Span } from '../../engine/protocol/messages';
import type { Draft, DraftCell, DraftHole } from '../../engine/validate/rounds/draft';
import { applyEdits } from '../session/edits';
import type { StagedCell, StagedHole } from '../session/holes';
import { lengthOf } from '../session/spans';
import { NO_TIMELINE } from '../session/timeline';
import type { Staged } from '../session/state';

/** What the user has decided about stays: accepted and pinned cells, and text that belongs to no cell. */
export function draftOf(text: string, { holes }: Staged): Draft {
  return { text, holes: holes.map(({ span, cells }) => ({ span, cells: cells.map(draftCell) })) };
}

function draftCell({ span, confidence, alternatives, mark }: StagedCell): DraftCell {
  return { span, confidence, alternatives, pinned: mark !== 'open' };
}

export interface Original {
  readonly text: string;
  /** Where the holes were in it. */
  readonly spans: readonly Span[];
}

/** The text as it was before there was a draft. */
export function originalOf(text: string, { holes }: Staged): Original {
  let growth = 0;
  const spans = holes.map(({ span, original }) => {
    const start = span.start + growth;
    growth += original.length - lengthOf(span);
    return { start, end: start + original.length };
  });
  const edits = holes.map(({ span, original }) => ({ span, text: original }));
  return { text: applyEdits(text, edits), spans };
}

/** The session's state once the draft stands in the document. */
export function stagedAs(staged: Staged, { text, holes }: Draft): Staged {
  const restaged = staged.holes.map((hole, i) => {
    const to = holes[i];
    return to ? stagedHole(hole, to, text) : hole;
  });
  return { ...staged, holes: restaged, timeline: NO_TIMELINE };
}

function stagedHole(hole: StagedHole, { span, cells }: DraftHole, text: string): StagedHole {
  // Remasking never touches decided cells: they are the same ones, in the same order.
  const decided = hole.cells.filter((cell) => cell.mark !== 'open').map((cell) => cell.mark);
  const restaged = cells.map(({ span: at, confidence, alternatives, pinned }) => {
    const mark = pinned ? (decided.shift() ?? 'accepted') : ('open' as const);
    return { span: at, confidence, alternatives, mark };
  });
  return { ...hole, span, text: text.slice(span.start, span.end), cells: restaged };
}
