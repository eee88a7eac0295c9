/**
 * How likely the model finds the tokens of ordinary code, while the code is edited: scores move with their tokens, are
 * dropped with them, and stay on the screen until newer ones replace them. Pure.
 */
import type { ContentChange, Span, TokenScore } from '../../engine/protocol/messages';
import type { StagedCell } from './holes';
import { growthOf, placeOf, rebaseSpan } from './rebase';
import { normalise, overlaps, subtract } from './spans';

export interface Scored {
  /** Sorted, disjoint. */
  readonly cells: readonly StagedCell[];
  /** Text whose scores are of its present version. Sorted, disjoint. */
  readonly fresh: readonly Span[];
}

export const NOT_SCORED: Scored = { cells: [], fresh: [] };

/** The scores of `span` take the place of older ones. */
export function takeScores({ cells, fresh }: Scored, span: Span, scores: readonly TokenScore[]): Scored {
  const kept = cells.filter((cell) => !overlaps(cell.span, span));
  return {
    cells: [...kept, ...cellsOf(scores)].sort((a, b) => a.span.start - b.span.start),
    fresh: normalise([...fresh, span]),
  };
}

export function cellsOf(scores: readonly TokenScore[]): readonly StagedCell[] {
  return scores.map(({ span, probability, alternatives }) => {
    return { span, confidence: probability, alternatives, mark: 'open' };
  });
}

/** After an edit every score may be another, so none is fresh; those of untouched tokens stay to be seen. */
export function rebaseScores({ cells }: Scored, changes: readonly ContentChange[]): Scored {
  const moved = changes.reduce((now, change) => now.flatMap((cell) => rebaseCell(cell, change)), cells);
  return { cells: moved, fresh: [] };
}

function rebaseCell(cell: StagedCell, change: ContentChange): readonly StagedCell[] {
  const place = placeOf(cell.span, change);
  if (place === 'inside' || place === 'across') return [];
  return place === 'after' || growthOf(change) === 0
    ? [cell]
    : [{ ...cell, span: rebaseSpan(cell.span, change) ?? cell.span }];
}

/** What of the visible text still needs scores. */
export function unscored({ fresh }: Scored, visible: readonly Span[]): readonly Span[] {
  return normalise(visible).flatMap((span) => subtract(span, fresh));
}
