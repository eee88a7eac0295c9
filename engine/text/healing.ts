/**
 * Holes whose borders cut through a token. Byte-level BPE writes a word together with the space before it, a line's
 * indentation together with the break before it, and half a word as other tokens than the whole, so a border inside a
 * token shows the model something that it hardly ever saw. The border is not moved; the piece of the token that stands
 * outside is given to the hole's first or last cell instead: its token must begin or end with that piece, which the
 * document has already and the cell therefore does not show. The same as token healing (guidance, Lundberg et al. 2023),
 * on both sides. A hole in place of whole lines must also end the last of them: that line break is its own.
 */
import type { Span } from '../protocol/messages';
import type { PlannedCell } from './canvas';
import { unixLineBreaks } from './lineBreaks';
import type { Tokenizer } from './tokenizer';

export interface Healed {
  readonly cells: readonly PlannedCell[];
  /** Where the context before the hole ends, and the context behind it begins. */
  readonly border: Span;
}

/** Characters read on either side of a border to find the token that it cuts. */
const REACH = 256;

export interface Border {
  readonly text: string;
  readonly span: Span;
  /** What the hole may take pieces of: up to the holes on its left and right. */
  readonly room: Span;
}

export function heal(tokenizer: Tokenizer, { text, span, room }: Border, cells: readonly PlannedCell[]): Healed {
  const healed = [...cells];
  const border = { ...span };
  const first = healed[0];
  const lead = first?.kind === 'open' ? text.slice(leadStart(tokenizer, text, span.start, room.start), span.start) : '';
  if (first?.kind === 'open' && lead !== '') {
    healed[0] = { ...first, lead: unixLineBreaks(lead) };
    border.start -= lead.length;
  }
  const last = healed.at(-1);
  const bringsBreak = last?.kind === 'open' && last.only === undefined && isWholeLines(text, span);
  const end = bringsBreak ? breakEnd(tokenizer, text, span.end) : tailEnd(tokenizer, text, span.end, room.end);
  const tail = unixLineBreaks(text.slice(span.end, Math.min(end, room.end)));
  const required = bringsBreak ? `\n${tail}` : tail;
  if (last?.kind === 'open' && required !== '' && (healed.length > 1 || isOneToken(tokenizer, lead, required))) {
    healed[healed.length - 1] = { ...last, tail: required, ...(bringsBreak && { bringsBreak }) };
    border.end += tail.length;
  }
  return { cells: healed, border };
}

/**
 * Whether a hole takes the place of whole lines, so that its last token must end the last of them: the text that it
 * replaces does, or what follows is the indentation of the next line.
 */
function isWholeLines(text: string, { start, end }: Span): boolean {
  if (end === 0 || text[end - 1] !== '\n') return false;
  return start < end || /^[ \t]+\S/.test(text.slice(end, end + REACH));
}

/** How far a token reaches that begins with the line break before `offset`. */
function breakEnd(tokenizer: Tokenizer, text: string, offset: number): number {
  const line = /^[^\r\n]*/.exec(text.slice(offset, offset + REACH))?.[0] ?? '';
  return offset + Math.max(0, (tokenizer.encode(`\n${line}`)[0]?.end ?? 1) - 1);
}

/** A single cell can bring both pieces only if some token has both. */
function isOneToken(tokenizer: Tokenizer, lead: string, tail: string): boolean {
  return lead === '' || tokenizer.ids(lead + tail).length === 1;
}

/** Where the piece before `offset` begins that tokenizers write with the text behind it; nothing before `from` counts. */
function leadStart(tokenizer: Tokenizer, text: string, offset: number, from: number): number {
  if (followsSpace(text, offset, from)) return offset - 1;
  // A line's break without indentation: with it, the break is a token of its own and the hole starts behind it.
  const lineBreak = /\r?\n$/.exec(text.slice(Math.max(from, offset - 2), offset))?.[0];
  if (lineBreak) return offset - lineBreak.length;
  const cut = tokenAround(tokenizer, text, offset);
  return cut && cut.start >= from ? cut.start : offset;
}

function tailEnd(tokenizer: Tokenizer, text: string, offset: number, to: number): number {
  const cut = tokenAround(tokenizer, text, offset);
  return cut && cut.end <= to ? cut.end : offset;
}

/** The token of the text as it stands that has `offset` inside it; `undefined` if a token ends there, or a line. */
function tokenAround(tokenizer: Tokenizer, text: string, offset: number): Span | undefined {
  const before = /[^\n]*$/.exec(text.slice(Math.max(0, offset - REACH), offset))?.[0] ?? '';
  const after = /^[^\r\n]*/.exec(text.slice(offset, offset + REACH))?.[0] ?? '';
  if (before === '' || after === '') return undefined;
  const start = offset - before.length;
  const token = tokenizer
    .encode(before + after)
    .find((each) => start + each.start < offset && start + each.end > offset);
  return token && { start: start + token.start, end: start + token.end };
}

/** Whether the text of a line, not its indentation, ends in a space at `offset`; nothing before `from` counts. */
export function followsSpace(text: string, offset: number, from = 0): boolean {
  return /\S +$/.test(text.slice(Math.max(from, offset - REACH), offset));
}
