/**
 * Keeps a block free of what `repeats.ts` finds: open cells do not take a token that would repeat, and cells that were
 * decided together and repeat each other are opened again, the least sure first. On a block's last pass they take a
 * runner-up instead.
 */
import type { Tokenizer } from '../../text/tokenizer';
import type { SpecialIds } from '../canvasModel';
import { reopen, type Block, type Draft, type DraftCell } from '../draft';
import type { Candidate } from '../policies/policy';
import type { Row } from '../rows';
import type { Surroundings } from '../scene';
import type { CellRule } from './cellRule';
import { REACH, repeatAt, repeatingIds, repeats, type Place } from './repeats';

export interface Repetition {
  readonly rule: CellRule;
  /** The cells of a last pass, in order; one that would repeat takes its likeliest token that does not. */
  readonly replace: (commit: readonly Candidate[], rows: readonly Row[]) => Candidate[];
  /** Opens cells after a pass that is not the last. Changes `block` in place. */
  readonly reopen: () => void;
}

export interface RepetitionTools {
  readonly tokenizer: Tokenizer;
  readonly specials: SpecialIds;
}

export function repetitionOf(
  { tokenizer, specials }: RepetitionTools,
  draft: Draft,
  block: Block,
  around: Surroundings,
): Repetition {
  const isWord = (id: number): boolean => /\p{L}{2}/u.test(Buffer.from(tokenizer.bytes(id) ?? []).toString());
  const place = (): Place => ({ ...placeOf(draft, block, around), isWord });
  return {
    rule: ruleOf(block, place()),
    replace: (commit, rows) => replaced(specials, place(), commit, rows),
    reopen: () => {
      const now = place();
      for (let at = now.start; at < now.end; at++) openRepeat(block, now, at);
    },
  };
}

function placeOf({ blocks }: Draft, block: Block, { before, after }: Surroundings): Omit<Place, 'isWord'> {
  const at = blocks.indexOf(block);
  const left = before.slice(-REACH);
  const ids = [...left, ...block.cells.map(idOf), ...after.slice(0, REACH)];
  const [start, end] = [left.length, left.length + block.cells.length];
  const hole = {
    start: Math.max(0, start - cellCount(blocks.slice(0, at))),
    end: Math.min(ids.length, end + cellCount(blocks.slice(at + 1))),
  };
  return { ids, start, end, hole };
}

const cellCount = (blocks: readonly Block[]): number => blocks.reduce((sum, { cells }) => sum + cells.length, 0);

function idOf(cell: DraftCell): number | undefined {
  if (cell.state === 'open') return undefined;
  return cell.state === 'pinned' ? cell.id : cell.decision.id;
}

function ruleOf(block: Block, place: Place): CellRule {
  return (index) => {
    if (block.cells[index]?.state !== 'open') return undefined;
    const banned = repeatingIds(place, place.start + index);
    return banned.size === 0 ? undefined : (id) => !banned.has(id);
  };
}

function replaced(
  { delete: deleteId, expand }: SpecialIds,
  place: Place,
  commit: readonly Candidate[],
  rows: readonly Row[],
): Candidate[] {
  const byIndex = new Map(rows.map((row) => [row.candidate.index, row]));
  return commit.map((candidate) => {
    const at = place.start + candidate.index;
    if (candidate.id === deleteId || candidate.id === expand) return candidate;
    const { prediction, fits } = byIndex.get(candidate.index) ?? {};
    const { ids = [], probabilities = [] } = prediction ?? {};
    const mayTake = (id: number): boolean => id !== deleteId && id !== expand && (!fits || fits(id));
    const fitting = [candidate.id, ...ids.filter(mayTake)].find((id) => !repeats(place, at, id));
    const id = fitting ?? candidate.id;
    place.ids[at] = id;
    return id === candidate.id ? candidate : { ...candidate, id, confidence: probabilities[ids.indexOf(id)] ?? 0 };
  });
}

function openRepeat(block: Block, place: Place, at: number): void {
  for (let found = repeatAt(place, at); found; found = repeatAt(place, at)) {
    const { from, to } = found;
    const inside = block.cells.flatMap((cell, index) => {
      const position = place.start + index;
      return cell.state === 'committed' && position >= from && position < to ? [{ cell, index }] : [];
    });
    const [least] = inside.sort((a, b) => a.cell.decision.confidence - b.cell.decision.confidence || b.index - a.index);
    if (!least) return;
    block.cells = block.cells.with(least.index, reopen(least.cell));
    place.ids[place.start + least.index] = undefined;
  }
}
