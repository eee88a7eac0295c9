/** Keeps a hole's brackets and quotes balanced while it is denoised: see `brackets.ts` for what is admitted. */
import type { Tokenizer } from '../../text/tokenizer';
import type { SpecialIds } from '../canvasModel';
import { shownBytes } from '../describe';
import { draftCells, type Block, type Draft, type DraftCell } from '../draft';
import type { Candidate } from '../policies/policy';
import type { Row } from '../rows';
import { completable, marksOf, type Demand, type Marks } from './brackets';
import type { CellRule } from './cellRule';

/** A hole with more cells is not kept balanced: the check is cubic. */
const MOST_CELLS = 192;

export interface Balance {
  /** Refuses tokens after which the hole could not be balanced any more. */
  readonly rule: CellRule;
  /**
   * Of the cells that a pass commits at once those that are still admitted together, in order. On the last pass none is
   * left out; where its token is refused, it takes another, if there is one.
   */
  readonly admit: (commit: readonly Candidate[], rows: readonly Row[], last: boolean) => Candidate[];
}

export interface BalanceTools {
  readonly tokenizer: Tokenizer;
  readonly specials: SpecialIds;
}

/** `undefined` where balance cannot be kept: no demand could be read, or the hole is too long. */
export function balanceOf(
  { tokenizer, specials }: BalanceTools,
  demand: Demand | undefined,
  draft: Draft,
  block: Block,
): Balance | undefined {
  const cells = draftCells(draft);
  if (!demand || cells.length > MOST_CELLS) return undefined;
  const offset = draft.blocks.slice(0, draft.blocks.indexOf(block)).reduce((sum, each) => sum + each.cells.length, 0);
  const marks: Marks[] = cells.map((cell) => marksOfCell(tokenizer, cell));
  if (!completable(marks, demand)) return undefined;
  const marksOfToken = (index: number, id: number): Marks =>
    id === specials.expand ? undefined : shownMarks(tokenizer, block.cells[index], id);
  const admits = (index: number, id: number): boolean => {
    const before = marks[offset + index];
    marks[offset + index] = marksOfToken(index, id);
    const fits = completable(marks, demand);
    marks[offset + index] = before;
    return fits;
  };
  return {
    rule: (index) => {
      const known = new Map<Marks, boolean>();
      return (id) => {
        const key = marksOfToken(index, id);
        const fits = known.get(key) ?? admits(index, id);
        known.set(key, fits);
        return fits;
      };
    },
    admit: (commit, rows, last) =>
      commit.flatMap((candidate) => {
        const row = rows.find((each) => each.candidate.index === candidate.index);
        const tokens = [candidate.id, ...(last ? substitutes(tokenizer, specials, row) : [])];
        const id = tokens.find((token) => admits(candidate.index, token)) ?? (last ? candidate.id : undefined);
        if (id === undefined) return [];
        marks[offset + candidate.index] = marksOfToken(candidate.index, id);
        return [id === candidate.id ? candidate : { ...candidate, id, confidence: probabilityOf(row, id) }];
      }),
  };
}

/**
 * The runners-up, then nothing, then each single bracket and quote: one of them fits while the hole is completable. Those
 * that break another rule about the cell come last.
 */
function substitutes(tokenizer: Tokenizer, specials: SpecialIds, row: Row | undefined): number[] {
  const likely = row?.prediction.ids ?? [];
  const single = ['(', ')', '[', ']', '{', '}', '"', '`', ' '].flatMap((mark) => tokenizer.ids(mark).slice(0, 1));
  const all = [
    ...likely.filter((id) => id !== specials.expand),
    ...(specials.delete === undefined ? [] : [specials.delete]),
    ...single,
  ];
  const fits = row?.fits;
  return fits ? [...all.filter((id) => fits(id)), ...all.filter((id) => !fits(id))] : all;
}

function probabilityOf(row: Row | undefined, id: number): number {
  return row?.prediction.probabilities[row.prediction.ids.indexOf(id)] ?? 0;
}

function marksOfCell(tokenizer: Tokenizer, cell: DraftCell): Marks {
  if (cell.state === 'pinned') return marksOf(cell.text);
  return cell.state === 'open' ? undefined : shownMarks(tokenizer, cell, cell.decision.id);
}

/** Without the pieces that stand in the document already. */
function shownMarks(tokenizer: Tokenizer, cell: DraftCell | undefined, id: number): string {
  const bytes = cell ? shownBytes(tokenizer, cell, id) : tokenizer.bytes(id);
  return marksOf(Buffer.from(bytes ?? []).toString('latin1'));
}
