/** Denoising staged text again from cells that the user has changed: another token here, more or fewer of them there. */
import type { Span } from '../../engine/protocol/messages';
import { alreadyShortest, nothingOpen, selectionOutside } from '../messages/commands';
import { holeAround } from '../session/decisions';
import type { KeptCell, OpenHole, StagedCell, StagedHole, StartCell } from '../session/holes';
import { isEmpty, overlaps } from '../session/spans';
import { kept, openCount, resized, startFromStaged } from '../session/startCells';
import type { Staged } from '../session/state';
import { converge, prepare } from '../session/transitions';
import type { EditSession } from './editSession';
import { writeDraft } from './staging';
import { tellIfRunning } from './tellIfRunning';

/** Part of the open cells by which a hole grows or shrinks at a time; one cell at least. */
const STEP = 0.25;

/** Puts `text` in the place of a token, pins it, and lets everything undecided around it follow. */
export async function chooseAlternative(session: EditSession, at: Span, text: string): Promise<void> {
  const staged = stagedNow(session);
  const hole = staged && holeAround(staged, at);
  const chosen = hole?.cells.find((cell) => cell.span.start === at.start && cell.span.end === at.end);
  if (!staged || !hole || !chosen) return;
  const pinned = { text, confidence: chosen.confidence, alternatives: chosen.alternatives, mark: 'pinned' } as const;
  const start = startFromStaged(hole, hole.span, (cell) => (cell === chosen ? pinned : reopened(hole, cell)));
  const open = openHole(hole, hole.span, start);
  if (openCount(start) > 0) await session.runs.begin(prepare([open], staged));
  else await writeAsIs(session, staged, open);
}

/** Denoises a hole again with more or fewer cells than it has: all of it, or the selected part. */
export async function resize(session: EditSession, at: Span, direction: 1 | -1): Promise<void> {
  const staged = stagedNow(session);
  if (!staged) return;
  const hole = holeAround(staged, at) ?? (isEmpty(at) ? staged.holes[0] : undefined);
  if (!hole) return session.services.notify(selectionOutside());
  const part = isEmpty(at) ? hole.span : wholeCells(hole, at);
  const start = startFromStaged(hole, part, (cell) => reopened(hole, cell));
  const open = openCount(start);
  if (open === 0) return session.services.notify(nothingOpen());
  if (open === 1 && direction < 0) return session.services.notify(alreadyShortest());
  const by = direction * Math.max(1, Math.round(open * STEP));
  const resizedHole = { ...openHole(hole, part, resized(start, by)), keepsLength: true };
  await session.runs.begin(prepare([resizedHole], staged));
}

function stagedNow(session: EditSession): Staged | undefined {
  const { state } = session;
  return !tellIfRunning(session) && state.kind === 'staged' ? state : undefined;
}

function reopened(hole: StagedHole, cell: StagedCell): StartCell {
  return cell.mark === 'open' ? { open: 1 } : kept(hole, cell);
}

function openHole(hole: StagedHole, span: Span, start: readonly StartCell[]): OpenHole {
  const text = hole.text.slice(span.start - hole.span.start, span.end - hole.span.start);
  return { span, pins: [], text, start };
}

/** The span without cutting a cell. */
function wholeCells(hole: StagedHole, span: Span): Span {
  const touched = hole.cells.filter((cell) => overlaps(cell.span, span)).map((cell) => cell.span);
  const start = Math.min(span.start, ...touched.map((each) => each.start));
  return { start, end: Math.max(span.end, ...touched.map((each) => each.end)) };
}

/** Nothing is left to denoise: the chosen text is all there is to it. */
async function writeAsIs(session: EditSession, staged: Staged, hole: OpenHole): Promise<void> {
  const keptCells = (hole.start ?? []).filter((cell): cell is KeptCell => 'text' in cell);
  const cells = keptCells.map((cell) => ({ ...cell, state: 'pinned' as const }));
  session.setState(converge(prepare([hole], staged), [cells]));
  await writeDraft(session);
}
