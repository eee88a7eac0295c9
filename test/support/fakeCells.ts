/** Cells for the fake engine's texts: tokens of a sort, with confidences from a fixed pattern. */
import type { HoleDraft, HoleRequest, ResultCell, Span, StartCells, TokenScore } from '../../engine/protocol/messages';

const CONFIDENCES = [0.97, 0.93, 0.72, 0.99, 0.41, 0.95, 0.84, 0.18] as const;

/**
 * The final cells of a hole. Pinned text stands in the middle of the new text, in cells of its own; given cells stand
 * where they were given, with the new tokens dealt to the open ones between them.
 */
export function cellsOf(hole: HoleRequest, documentText: string, text: string): readonly ResultCell[] {
  const tokens = tokensOf(text);
  if (hole.cells) return fillGiven(hole.cells, tokens, hole.keepsLength ?? false);
  const pinned = (hole.pins ?? []).map(({ start, end }) => keptCell(documentText.slice(start, end)));
  const middle = Math.ceil(tokens.length / 2);
  return [...tokens.slice(0, middle), ...pinned, ...tokens.slice(middle)];
}

function tokensOf(text: string): readonly ResultCell[] {
  return (text.match(/\s*\w+|\s*[^\s\w]|\s+/g) ?? []).map((token, i) => newCell(token, i));
}

function newCell(token: string, i: number): ResultCell {
  const confidence = CONFIDENCES[i % CONFIDENCES.length] ?? 1;
  const alternatives = [{ text: `${token}2`, probability: (1 - confidence) / 2 }];
  return { text: token, state: 'committed', confidence, alternatives };
}

function keptCell(text: string): ResultCell {
  return { text, state: 'pinned', confidence: 1, alternatives: [] };
}

/** Too few tokens leave surplus cells, which go, or are padded where the length is to be kept. */
function fillGiven(
  given: readonly StartCells[],
  tokens: readonly ResultCell[],
  keepsLength: boolean,
): readonly ResultCell[] {
  let next = 0;
  return given.flatMap((part) => {
    if ('text' in part) return [keptCell(part.text)];
    const dealt = tokens.slice(next, next + part.open);
    next += part.open;
    const missing = keepsLength ? part.open - dealt.length : 0;
    return [...dealt, ...Array.from({ length: missing }, (_, i) => newCell(' pad', i))];
  });
}

/** Scores of a text's tokens, in the same pattern. */
export function scoresOf(text: string, span: Span): readonly TokenScore[] {
  return [...text.slice(span.start, span.end).matchAll(/\w+|[^\s\w]/g)].map(({ index, 0: token }, i) => {
    const start = span.start + index;
    const { confidence, alternatives } = newCell(token, i);
    return { span: { start, end: start + token.length }, text: token, probability: confidence, alternatives };
  });
}

/** The draft when a share of the cells is known, in an order that jumps about as confidence does. */
export function draftAt(cells: readonly ResultCell[], share: number): HoleDraft {
  const drafts = cells.map(({ text, state, confidence }, i) => {
    const known = state === 'pinned' || ((i * 7) % cells.length) / cells.length < share;
    return known ? { text, state, confidence } : ({ text: '', state: 'masked', confidence: 0 } as const);
  });
  return { text: drafts.map((cell) => cell.text).join(''), cells: drafts };
}
