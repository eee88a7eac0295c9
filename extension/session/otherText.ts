/** The text that a document does not show: of staged text the original, of a draft that is not written the draft. Pure. */
import type { ContentChange } from '../../engine/protocol/messages';
import { isOpen, type SessionState } from './state';

/** Edits that turn the document into it; sorted, disjoint. */
export function otherText(state: SessionState): readonly ContentChange[] {
  if (isOpen(state)) {
    return state.holes.flatMap(({ span }, i) => {
      const draft = state.drafts[i];
      return draft ? [{ span, text: draft.text }] : [];
    });
  }
  return state.kind === 'staged' ? state.holes.map(({ span, original }) => ({ span, text: original })) : [];
}
