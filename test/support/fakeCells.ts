/** Cells for the fake engine's texts: tokens of a sort, with confidences from a fixed pattern. */
import type { HoleDraft, HoleRequest, ResultCell } from '../../engine/protocol/messages';

const CONFIDENCES = [0.97, 0.93, 0.72, 0.99, 0.41, 0.95, 0.84, 0.18] as const;

/** The final cells of a hole. Pinned text stands in the middle of the new text, in cells of its own. */
export function cellsOf(hole: HoleRequest, documentText: string, text: string): readonly ResultCell[] {
  const open = (text.match(/\s*\w+|\s*[^\s\w]|\s+/g) ?? []).map((token, i): ResultCell => {
    const confidence = CONFIDENCES[i % CONFIDENCES.length] ?? 1;
    const alternatives = [{ text: `${token}2`, probability: (1 - confidence) / 2 }];
    return { text: token, state: 'committed', confidence, alternatives };
  });
  const pinned = (hole.pins ?? []).map(({ start, end }): ResultCell => {
    return { text: documentText.slice(start, end), state: 'pinned', confidence: 1, alternatives: [] };
  });
  const middle = Math.ceil(open.length / 2);
  return [...open.slice(0, middle), ...pinned, ...open.slice(middle)];
}

/** The draft when a share of the cells is known, in an order that jumps about as confidence does. */
export function draftAt(cells: readonly ResultCell[], share: number): HoleDraft {
  const drafts = cells.map(({ text, state, confidence }, i) => {
    const known = state === 'pinned' || ((i * 7) % cells.length) / cells.length < share;
    return known ? { text, state, confidence } : ({ text: '', state: 'masked', confidence: 0 } as const);
  });
  return { text: drafts.map((cell) => cell.text).join(''), cells: drafts };
}
