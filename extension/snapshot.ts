/** A session as its API snapshot. */
import type { SessionSnapshot } from './api';
import type { EditSession } from './flow/editSession';
import { isOpen, stagedPart } from './session/state';

export function snapshotOf({ id, document, state, instruction }: EditSession): SessionSnapshot {
  const staged = stagedPart(state);
  const holes = isOpen(state) ? state.holes : (staged?.holes ?? []);
  return {
    id,
    uri: document.uri.toString(),
    state: state.kind,
    ...(instruction !== undefined && { instruction }),
    pass: isOpen(state) ? state.pass : (staged?.passes ?? 0),
    holes: holes.map(({ span, text }) => ({ span, text })),
    drafts: isOpen(state) ? state.drafts.map((draft) => draft.text) : [],
    cells: (staged?.holes ?? []).flatMap((hole) =>
      hole.cells.map(({ span, confidence, mark }) => ({ span, confidence, mark })),
    ),
  };
}
