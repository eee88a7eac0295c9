/**
 * One pass over one block: forward, propose, choose, then commit, edit and remask, and settle the length. Knows no policy
 * by name.
 */
import { asShown, decidedShare } from './calibration';
import { repairCharacters } from './characters';
import type { Balance } from './constraints/balance';
import type { CellRule } from './constraints/cellRule';
import type { Repetition } from './constraints/repetition';
import { placeOf, reopen, type Block, type Decision, type Draft, type DraftCell } from './draft';
import { keepOneCell } from './keepOneCell';
import { broadcastDelete, settleLengths } from './length';
import { splitDoubtful } from './lengths/daedal';
import type { Candidate, Chooser, Decided, Moves, View } from './policies/policy';
import { decisionOf, predictRows, type Row, type RowTools } from './rows';
import type { Surroundings } from './scene';

export interface PassTools extends RowTools {
  /** The block's own chooser, the same in every pass. */
  readonly chooserOf: (block: Block) => Chooser;
  readonly choiceTemperature: number;
  /** Length policy `daedal`: the least sure cell becomes several. */
  readonly growsInDoubt: boolean;
  readonly rule: CellRule;
  readonly balance: Balance | undefined;
  /** `undefined`: the text may repeat itself. */
  readonly repetition: Repetition | undefined;
}

/** Decides some of the block's open cells, all that are left on its last pass. Changes `block` in place. */
export async function runPass(tools: PassTools, draft: Draft, block: Block, around: Surroundings): Promise<void> {
  const { specials, maxCells } = tools.model;
  if (block.passesLeft === block.passes && tools.policy.canvas === 'noise') fillWithNoise(tools, block);
  const rows = await predictRows(tools, block, around, tools.rule);
  const moves = bounded(tools.chooserOf(block)(viewOf(tools, block, rows)), block, rows);
  const alone = tools.policy.deletes === 'as-chosen';
  const chosen = alone ? moves.commit : broadcastDelete(moves.commit, openRows(block, rows), specials.delete);
  const commit = admitted(tools, block, fitting(chosen, rows, block.passesLeft <= 1), rows);
  apply(block, rows, tools.balance ? { ...moves, commit, edit: [] } : { ...moves, commit }, decisions(tools, block));
  await keepOneCell(tools, draft, { block, around, rows });
  settleLengths(block, specials, maxCells);
  if (tools.growsInDoubt) splitDoubtful(block, maxCells);
  if (block.passesLeft > 1) tools.repetition?.reopen();
  block.unfinished = moves.unfinished === true && block.passesLeft > 1;
  repairCharacters(block, tools.tokenizer);
  block.passesLeft = Math.max(0, block.passesLeft - 1);
}

/** Without what a policy put where it may not stand; on the last pass the cell takes what it proposed itself. */
function fitting(chosen: readonly Candidate[], rows: readonly Row[], last: boolean): readonly Candidate[] {
  const byIndex = new Map(rows.map((row) => [row.candidate.index, row]));
  return chosen.flatMap((candidate) => {
    const row = byIndex.get(candidate.index);
    if (!row?.fits || candidate.id === row.candidate.id || row.fits(candidate.id)) return [candidate];
    return last ? [row.candidate] : [];
  });
}

/** Of what was chosen, what is admitted together; on the last pass everything, some of it as another token. */
function admitted(
  { balance, repetition }: PassTools,
  { passesLeft }: Block,
  chosen: readonly Candidate[],
  rows: readonly Row[],
): readonly Candidate[] {
  if (balance) return balance.admit(chosen, rows, passesLeft <= 1);
  return passesLeft <= 1 && repetition ? repetition.replace(chosen, rows) : chosen;
}

function fillWithNoise(tools: PassTools, block: Block): void {
  const noise = noiseOf(tools);
  block.cells = block.cells.map((cell) => (cell.state === 'open' ? { ...cell, held: noise() } : cell));
}

function noiseOf({ tokenizer, random }: PassTools): () => number {
  const spelled = tokenizer.spelled;
  return () => spelled[Math.floor(random() * spelled.length)] ?? 0;
}

function viewOf(tools: PassTools, block: Block, rows: readonly Row[]): View {
  const { passesLeft, passes, opened } = block;
  const seen = new Map(rows.map((row) => [row.candidate.index, row]));
  return {
    open: openRows(block, rows),
    decided: block.cells.flatMap((cell, index) => decidedCell(cell, index, seen.get(index))),
    length: block.cells.length,
    ...{ passesLeft, passes, opened },
    ...(tools.model.specials.delete !== undefined && { deleteId: tools.model.specials.delete }),
    choiceTemperature: tools.choiceTemperature,
    random: tools.random,
    noise: noiseOf(tools),
  };
}

function openRows(block: Block, rows: readonly Row[]): Candidate[] {
  return rows.flatMap(({ candidate }) => (block.cells[candidate.index]?.state === 'open' ? [candidate] : []));
}

function decidedCell(cell: DraftCell, index: number, row: Row | undefined): Decided[] {
  if (cell.state !== 'committed') return [];
  const { id, confidence } = cell.decision;
  const now = row && { probability: row.prediction.target ?? 0, proposal: row.candidate };
  return [{ index, key: cell.key, id, confidence, ...(now && { now }) }];
}

/** On the last pass everything that is still open is committed, and nothing is opened any more. */
function bounded(moves: Moves, block: Block, rows: readonly Row[]): Moves {
  if (block.passesLeft > 1) return moves;
  const chosen = new Set(moves.commit.map(({ index }) => index));
  const left = openRows(block, rows).filter(({ index }) => !chosen.has(index));
  return { ...moves, commit: [...moves.commit, ...left], remask: [] };
}

type Decide = (candidate: Candidate, row: Row) => Decision;

function decisions({ model }: PassTools, block: Block): Decide {
  const before = decidedShare(block.cells);
  return (candidate, row) => asShown(model.calibration, decisionOf(candidate, row), before);
}

function apply(block: Block, rows: readonly Row[], moves: Moves, decide: Decide): void {
  const { commit, edit = [], remask = [], hold } = moves;
  const committed = new Map(commit.map((candidate) => [candidate.index, candidate]));
  const edited = new Map(edit.map((candidate) => [candidate.index, candidate]));
  const opened = new Set(remask);
  const cells = [...block.cells];
  for (const row of rows) {
    const { candidate } = row;
    const { index } = candidate;
    const cell = cells[index];
    if (!cell || cell.state === 'pinned') continue;
    const taken = cell.state === 'open' ? committed.get(index) : edited.get(index);
    if (taken) cells[index] = { ...placeOf(cell), state: 'committed', decision: decide(taken, row) };
    else if (cell.state === 'open') cells[index] = guessed(cell, decide(candidate, row), hold?.get(index));
  }
  block.cells = cells.map((cell, index) => (cell.state === 'committed' && opened.has(index) ? reopen(cell) : cell));
}

function guessed(cell: DraftCell & { state: 'open' }, guess: Decision, held?: number): DraftCell {
  const steady = cell.guess?.id === guess.id;
  return { ...placeOf(cell), state: 'open', guess, steady, ...(held !== undefined && { held }) };
}
