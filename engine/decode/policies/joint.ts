/**
 * Decides open cells above one threshold and overwrites decided cells above another, in the same pass; when nothing is
 * open, goes on editing until nothing changes. Source: LLaDA 2.1 (Inclusion AI 2026), joint threshold, quality mode:
 * 0.7 to decide, 0.5 to edit, at most 16 passes after the last mask, blocks of 32.
 */
import { atLeastQuota, byConfidence, type Candidate, type Moves, type Policy, type View } from './policy';
import { firstSubBlock } from './subBlocks';

const DECIDE = 0.7;
const EDIT = 0.5;
const POST_PASSES = 16;
const BLOCK = 32;

export const jointPolicy: Policy = {
  revises: true,
  passes: (opened) => opened + POST_PASSES,
  begin: () => {
    let post = 0;
    return (view) => {
      if (view.open.length === 0) post++;
      const moves = { commit: decide(view), edit: edits(view) };
      const changes = view.open.length > 0 || moves.edit.length > 0;
      return { ...moves, unfinished: changes && post < POST_PASSES };
    };
  },
};

function decide(view: View): Moves['commit'] {
  if (view.open.length === 0) return [];
  const part = firstSubBlock(view, BLOCK);
  return atLeastQuota(
    byConfidence(part.open).filter(({ confidence }) => confidence > DECIDE),
    part,
  );
}

/** Only in the block that is being decided: earlier ones are settled. */
function edits({ open, decided, length }: View): Candidate[] {
  const first = open[0]?.index ?? length - 1;
  const from = Math.floor(first / BLOCK) * BLOCK;
  return decided.flatMap(({ index, id, now }) =>
    index >= from && now && now.proposal.id !== id && now.proposal.confidence > EDIT ? [now.proposal] : [],
  );
}
