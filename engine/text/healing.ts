/**
 * A hole right behind a space or a line break. Byte-level BPE writes a word together with the space before it, and a
 * line's indentation together with the break before it, so either alone at the end of the context is something that
 * models hardly ever saw. It is given to the hole's first cell instead: its token must begin with it, which the document
 * already has and the cell therefore does not show. The same as token healing (guidance, Lundberg et al. 2023), for the
 * borders where it matters most.
 */
import type { Span } from '../protocol/messages';
import type { PlannedCell } from './canvas';

export interface Healed {
  readonly cells: readonly PlannedCell[];
  /** Where the context before the hole ends, and the context behind it begins. */
  readonly border: Span;
}

/** `from`: where the text before the hole begins, i.e. the end of the hole before it or 0. */
export function healStart(text: string, span: Span, from: number, cells: readonly PlannedCell[]): Healed {
  const [first, ...rest] = cells;
  const lead = leadBefore(text, span.start, from);
  if (first?.kind !== 'open' || lead === '') return { cells, border: span };
  return {
    cells: [{ kind: 'open', lead: lead === ' ' ? ' ' : '\n' }, ...rest],
    border: { start: span.start - lead.length, end: span.end },
  };
}

/** What stands before `offset` and tokenizers write with the text behind it; nothing before `from` counts. */
function leadBefore(text: string, offset: number, from: number): string {
  if (followsSpace(text, offset, from)) return ' ';
  // A line's break without indentation: with it, the break is a token of its own and the hole starts behind it.
  return /\r?\n$/.exec(text.slice(Math.max(from, offset - 2), offset))?.[0] ?? '';
}

/** Whether the text of a line, not its indentation, ends in a space at `offset`; nothing before `from` counts. */
export function followsSpace(text: string, offset: number, from = 0): boolean {
  return /\S +$/.test(text.slice(Math.max(from, offset - 256), offset));
}
