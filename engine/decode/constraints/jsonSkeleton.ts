/**
 * JSON whose skeleton stays: everything but the insides of string values and the digits of numbers is pinned, and what
 * may come there is limited to what cannot break it. Sound by construction: no parser runs while denoising. Keys, `true`,
 * `false`, `null`, signs, points and exponents stay as they are.
 */
import { createScanner, stripComments } from 'jsonc-parser';
import type { Span } from '../../protocol/messages';
import { pinnedCells, type CellClass, type PlannedCell } from '../../text/canvas';
import type { Tokenizer } from '../../text/tokenizer';

interface Gap {
  readonly kind: 'string' | 'integer' | 'digits';
  readonly span: Span;
}

/** A string that ends on its line: a scanner reads others as far as that, too. */
const WHOLE_STRING = /^"(?:[^"\\]|\\.)*"$/;
/** A string may grow by this many tokens if the model can delete what is too much. */
const SLACK = 2;

/** The cells of a span of JSON; no open one if it has no values. */
export function jsonCanvas(
  tokenizer: Tokenizer,
  { text, span, canDelete }: { readonly text: string; readonly span: Span; readonly canDelete: boolean },
): PlannedCell[] {
  const cells: PlannedCell[] = [];
  let start = span.start;
  for (const gap of jsonGaps(text, span)) {
    cells.push(...pinnedCells(tokenizer, text, { start, end: gap.span.start }));
    const tokens = tokenizer.ids(text.slice(gap.span.start, gap.span.end)).length;
    const count = gap.kind === 'string' && canDelete ? tokens + SLACK : tokens;
    for (let i = 0; i < count; i++) cells.push({ kind: 'open', only: classOf(gap, i, count) });
    start = gap.span.end;
  }
  return [...cells, ...pinnedCells(tokenizer, text, { start, end: span.end })];
}

/** The places inside `span` whose text may change, in order. */
export function jsonGaps(text: string, { start, end }: Span): Gap[] {
  // A quote elsewhere means nothing to a whole value; to a piece of JSON it says where strings begin.
  const readFrom = isJson(text.slice(start, end)) ? start : 0;
  const gaps: Gap[] = [];
  for (const { span, isKey } of tokensOf(text, { start: readFrom, end })) {
    if (span.start < start || span.end > end) continue;
    const token = text.slice(span.start, span.end);
    if (/^-?\d/.test(token)) gaps.push(...digitGaps(token, span.start));
    else if (WHOLE_STRING.test(token) && token.length > 2 && !isKey) {
      gaps.push({ kind: 'string', span: { start: span.start + 1, end: span.end - 1 } });
    }
  }
  return gaps;
}

/** What must not change inside `span`: all that no gap holds, and that there are digits where there were some. */
export function jsonSkeleton(text: string, span: Span): string {
  const gaps = jsonGaps(text, span);
  const borders = [span.start, ...gaps.flatMap((gap) => [gap.span.start, gap.span.end]), span.end];
  const between = [...gaps.map(({ kind }) => (kind === 'string' ? '' : '0')), ''];
  return between.map((sign, i) => text.slice(borders[2 * i], borders[2 * i + 1]) + sign).join('');
}

/** What a scanner finds between two places but white space and comments; a key is what a colon follows. */
function* tokensOf(text: string, { start, end }: Span): Generator<{ readonly span: Span; readonly isKey: boolean }> {
  const scanner = createScanner(text, true);
  scanner.setPosition(start);
  scanner.scan();
  for (let from = scanner.getTokenOffset(); from < end;) {
    const span = { start: from, end: from + scanner.getTokenLength() };
    scanner.scan();
    from = scanner.getTokenOffset();
    yield { span, isKey: text[from] === ':' };
  }
}

/** Or JSON with comments. */
function isJson(text: string): boolean {
  try {
    JSON.parse(stripComments(text));
    return true;
  } catch {
    return false;
  }
}

function digitGaps(number: string, offset: number): Gap[] {
  return [...number.matchAll(/\d+/g)].map((run, i) => ({
    kind: i === 0 ? 'integer' : 'digits',
    span: { start: offset + run.index, end: offset + run.index + run[0].length },
  }));
}

function classOf({ kind }: Gap, index: number, count: number): CellClass {
  if (kind === 'string') return 'jsonString';
  if (kind === 'digits' || index > 0) return 'digits';
  return count === 1 ? 'integer' : 'leadingDigits';
}

const classes: Readonly<Record<CellClass, RegExp>> = {
  jsonString: /^[^"\\\u0000-\u001f]*$/,
  digits: /^\d+$/,
  leadingDigits: /^[1-9]\d*$/,
  integer: /^(?:0|[1-9]\d*)$/,
};

/** Whether a token's bytes may stand in a cell of this class; `undefined` bytes are DELETE. */
export function fitsClass(only: CellClass, bytes: Uint8Array | undefined): boolean {
  return bytes ? classes[only].test(Buffer.from(bytes).toString('latin1')) : only === 'jsonString';
}
