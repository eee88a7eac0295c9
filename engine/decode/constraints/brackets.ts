/**
 * Bracket and quote balance as a filter: a token is admitted only if the hole can still be completed to balanced text,
 * each open cell standing for nothing, or for any one bracket or quote. Whether it can is decided by dynamic programming
 * over brackets and open cells alone. Source: constrained decoding of diffusion models (Mündler et al. 2025,
 * eth-sri/constrained-diffusion), cut down from context-free grammars to the Dyck language.
 */
import type { Span } from '../../protocol/messages';

/** By the other of its pair. */
export const CLOSER: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
export const OPENER: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const QUOTES = ['"', '`'];

/** What matters of a cell: its brackets and quotes in order, or `undefined` if it is open. */
export type Marks = string | undefined;

export function marksOf(text: string): string {
  return text.replace(/[^()[\]{}"`]/g, '');
}

/** Brackets that the hole has to close (before it) and to open (behind it), innermost next to it. */
export interface Demand {
  readonly before: string;
  readonly after: string;
}

/** Characters read on either side. */
const REACH = 20_000;

/**
 * What the text around asks of a hole. As many brackets are left open before it as are closed behind it: nothing. More
 * closed behind it: the hole has to open them. More left open before it: nothing, a file is often written from the top.
 */
export function demandOf(text: string, { start, end }: Span): Demand | undefined {
  const open = unmatched(bracketsOf(text.slice(Math.max(0, start - REACH), start)), CLOSER);
  const mirrored = [...bracketsOf(text.slice(end, end + REACH))].reverse();
  const close = unmatched(mirrored, OPENER).reverse();
  const pairs = Math.min(open.length, close.length);
  for (let i = 0; i < pairs; i++) if (CLOSER[open.at(-1 - i) ?? ''] !== close[i]) return undefined;
  return close.length > open.length ? { before: open.join(''), after: close.join('') } : { before: '', after: '' };
}

/** Brackets of a text outside of strings that end on their line. */
function bracketsOf(text: string): string[] {
  return [...text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g, '').replace(/[^()[\]{}]/g, '')];
}

/** The brackets that nothing closes, outermost first; those that close nothing are skipped. */
function unmatched(brackets: readonly string[], partner: Readonly<Record<string, string>>): string[] {
  const stack: string[] = [];
  for (const bracket of brackets) {
    if (partner[bracket]) stack.push(bracket);
    else if (partner[stack.at(-1) ?? ''] === bracket) stack.pop();
  }
  return stack;
}

/** Whether open cells can still make the whole balanced. */
export function completable(cells: readonly Marks[], { before, after }: Demand): boolean {
  const odd = QUOTES.filter((quote) => cells.reduce((n, marks) => n + countOf(marks, quote), 0) % 2 === 1).length;
  const spare = cells.filter((marks) => marks === undefined).length - odd;
  if (spare < 0) return false;
  const items = [...before, ...cells.flatMap((marks) => (marks === undefined ? [''] : bracketsIn(marks))), ...after];
  return fewestOpenCells(items) <= spare;
}

/** As `completable`, of marks without open cells: one look at each is enough. */
export function balances(marks: string, { before, after }: Demand): boolean {
  if (QUOTES.some((quote) => countOf(marks, quote) % 2 === 1)) return false;
  const open: string[] = [];
  for (const bracket of [...before, ...bracketsIn(marks), ...after]) {
    if (CLOSER[bracket]) open.push(bracket);
    else if (open.pop() !== OPENER[bracket]) return false;
  }
  return open.length === 0;
}

const bracketsIn = (marks: string): string[] => [...marks].filter((mark) => !QUOTES.includes(mark));
const countOf = (marks: Marks, quote: string): number => (marks ? marks.split(quote).length - 1 : 0);

/** Open cells (empty strings) that must become brackets; Infinity if no choice balances. */
function fewestOpenCells(items: readonly string[]): number {
  const n = items.length;
  // cost[i][j]: for items i up to j, exclusive. An open cell alone costs nothing; one that pairs costs itself.
  const cost = Array.from({ length: n + 1 }, () => new Float64Array(n + 1).fill(Infinity));
  const at = (i: number, j: number): number => cost[i]?.[j] ?? Infinity;
  for (let i = n; i >= 0; i--) {
    cost[i]?.fill(0, i, i + 1);
    for (let j = i + 1; j <= n; j++) {
      let best = items[i] === '' ? at(i + 1, j) : Infinity;
      for (let k = i + 1; k < j; k++) {
        const pair = pairCost(items[i] ?? '', items[k] ?? '');
        if (pair < Infinity) best = Math.min(best, pair + at(i + 1, k) + at(k + 1, j));
      }
      cost[i]?.fill(best, j, j + 1);
    }
  }
  return at(0, n);
}

function pairCost(left: string, right: string): number {
  if (left === '') return right === '' ? Infinity : OPENER[right] ? 1 : Infinity;
  if (right === '') return CLOSER[left] ? 1 : Infinity;
  return CLOSER[left] === right ? 0 : Infinity;
}
