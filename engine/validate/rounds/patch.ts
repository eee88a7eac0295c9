/** A draft with one span of it replaced by other cells; what lies behind moves along. */
import type { ContentChange, Span } from '../../protocol/messages';
import type { Draft, DraftCell, DraftHole } from './draft';

/** A cell of the text that is to stand there. */
export type NewCell = Pick<DraftCell, 'confidence' | 'alternatives'> & { readonly text: string };

export interface Patch {
  /** Cuts no cell, and lies in one hole. */
  readonly span: Span;
  readonly cells: readonly NewCell[];
}

export function textOf({ cells }: Pick<Patch, 'cells'>): string {
  return cells.map((cell) => cell.text).join('');
}

/** `patches`: sorted, disjoint. */
export function patched(draft: Draft, patches: readonly Patch[]): Draft {
  return [...patches].reverse().reduce(applied, draft);
}

function applied(draft: Draft, patch: Patch): Draft {
  const text = textOf(patch);
  const { start, end } = patch.span;
  const growth = text.length - (end - start);
  // Holes may meet: only one of them holds the patch.
  const own = draft.holes.findIndex(({ span }) => span.start <= start && end <= span.end);
  return {
    text: draft.text.slice(0, start) + text + draft.text.slice(end),
    holes: draft.holes.map((hole, i) => {
      if (i === own) return patchedHole(hole, patch, growth);
      return hole.span.start < end || i < own ? hole : movedHole(hole, growth);
    }),
  };
}

function movedHole({ span, cells }: DraftHole, by: number): DraftHole {
  return { span: moved(span, by), cells: cells.map((cell) => movedCell(cell, by)) };
}

function patchedHole({ span, cells }: DraftHole, patch: Patch, growth: number): DraftHole {
  const { start, end } = patch.span;
  const before = cells.filter((cell) => cell.span.end <= start);
  const behind = cells.filter((cell) => cell.span.start >= end).map((cell) => movedCell(cell, growth));
  return { span: { start: span.start, end: span.end + growth }, cells: [...before, ...placed(patch), ...behind] };
}

function placed({ span, cells }: Patch): DraftCell[] {
  let at = span.start;
  return cells.flatMap(({ text, confidence, alternatives }) => {
    const start = at;
    at += text.length;
    return text === '' ? [] : [{ span: { start, end: at }, confidence, alternatives, pinned: false }];
  });
}

function movedCell(cell: DraftCell, by: number): DraftCell {
  return { ...cell, span: moved(cell.span, by) };
}

function moved({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

/** The one edit that makes `to` of `from`, as small as it can be without cutting a character. */
export function editBetween(from: string, to: string): ContentChange {
  const most = Math.min(from.length, to.length);
  let start = 0;
  while (start < most && from[start] === to[start]) start++;
  if (isCut(from, start) || isCut(to, start)) start--;
  let same = 0;
  while (same < most - start && from[from.length - 1 - same] === to[to.length - 1 - same]) same++;
  if (isCut(from, from.length - same) || isCut(to, to.length - same)) same--;
  return { span: { start, end: from.length - same }, text: to.slice(start, to.length - same) };
}

/** Whether `offset` falls between the two halves of a surrogate pair. */
function isCut(text: string, offset: number): boolean {
  return offset > 0 && (text.codePointAt(offset - 1) ?? 0) > 0xffff;
}
