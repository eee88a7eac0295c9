/**
 * A hole right behind a space. Byte-level BPE writes a word together with the space before it, so a lone space at the end
 * of the context is something that models hardly ever saw. Such a space is given to the hole's first cell instead: its
 * token must begin with a space, which the document already has and the cell therefore does not show. The same as token
 * healing (guidance, Lundberg et al. 2023), for the one border where it matters most.
 */
import type { Span } from '../protocol/messages';
import type { PlannedCell } from './canvas';

export interface Healed {
  readonly cells: readonly PlannedCell[];
  /** Where the context before the hole ends, and the context behind it begins. */
  readonly border: Span;
}

/** `from`: where the text before the hole begins, i.e. the end of the hole before it or 0. */
export function healSpace(text: string, span: Span, from: number, cells: readonly PlannedCell[]): Healed {
  const [first, ...rest] = cells;
  if (first?.kind !== 'open' || !followsSpace(text, span.start, from)) return { cells, border: span };
  return {
    cells: [{ kind: 'open', afterSpace: true }, ...rest],
    border: { start: span.start - 1, end: span.end },
  };
}

/** Whether the text of a line, not its indentation, ends in a space at `offset`; nothing before `from` counts. */
export function followsSpace(text: string, offset: number, from = 0): boolean {
  return /\S +$/.test(text.slice(Math.max(from, offset - 256), offset));
}
