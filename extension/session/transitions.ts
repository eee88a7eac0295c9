/**
 * Every transition of a session, as plain functions from state to state. A transition that does not apply to a state is
 * either ruled out by its parameter's type or returns the state as it is.
 */
import type { ContentChange, HoleDraft, PassEvent, ResultCell, Span } from '../../engine/protocol/messages';
import type { OpenHole, StagedHole } from './holes';
import { keptIn } from './decisions';
import { rebaseOpenHole, rebaseSpan, rebaseStagedHole } from './rebase';
import { contains, normalise, touches } from './spans';
import {
  type Cancelled,
  type Converged,
  type Denoising,
  type Home,
  isOpen,
  isRunning,
  type OpenState,
  type Preparing,
  type SessionState,
  type Settled,
  type Staged,
  type Viewing,
} from './state';
import { recordPass, type Timeline } from './timeline';
import { viewPass } from './viewing';

export function prepare(holes: readonly OpenHole[], base?: Staged): Preparing {
  return { kind: 'preparing', ...FRESH, holes, drafts: [], base };
}

const FRESH = { pass: 0, inherited: 0, records: [], ms: 0 } as const;

/** The run starts again on the text as it is now. The old draft stays on the screen until the new one comes. */
export function prepareAgain({ holes, drafts, base }: OpenState): Preparing {
  return { kind: 'preparing', ...FRESH, holes, drafts, base };
}

/** The user has typed into a hole: the draft knows nothing of that and must not hide it. */
export function prepareOutdated(state: OpenState): Preparing {
  return { ...prepareAgain(state), drafts: [] };
}

/** Takes a pass in, unless the session has moved on. `ms`: since the run started. */
export function receivePass(
  state: SessionState,
  event: Pick<PassEvent, 'draft' | 'pass' | 'holes'>,
  ms = 0,
): SessionState {
  if (!isRunning(state) || event.holes.length !== state.holes.length) return state;
  const { holes, base, inherited } = state;
  const pass = inherited + event.pass;
  const records = recordPass(state.records, { pass, drafts: event.holes });
  const { draft, holes: drafts } = event;
  return { kind: 'denoising', holes, drafts, draft, pass, inherited, records, ms, base } satisfies Denoising;
}

/** Keeps a finished run on the screen, to be written next. */
export function converge(state: OpenState, cells: readonly (readonly ResultCell[])[]): Converged {
  const { holes, pass, inherited, records, ms, base } = state;
  const drafts = cells.map(draftOf);
  return { kind: 'converged', waits: false, holes, drafts, pass, inherited, records, ms, base, cells };
}

/** What a run has come to so far, as if that were its end. Without any draft there is nothing to keep. */
export function asItIs(state: SessionState): Converged | undefined {
  if (!isOpen(state) || state.drafts.length === 0) return undefined;
  if (state.kind === 'converged') return state;
  const cells = state.drafts.map((draft) => draft.cells.map((cell) => ({ ...cell, alternatives: [] })));
  return converge(state, cells);
}

/** Keeps it there without writing it. */
export function hold(state: Converged): Converged {
  return { ...state, waits: true };
}

function draftOf(cells: readonly ResultCell[]): HoleDraft {
  return { text: cells.map((cell) => cell.text).join(''), cells };
}

/** A run that showed something keeps it; one that did not goes back to where it came from. */
export function fail(state: OpenState, problem: string): Home | Cancelled {
  if (state.drafts.length === 0) return giveUp(state);
  const { holes, drafts, pass, inherited, records, ms, base } = state;
  return { kind: 'failed', holes, drafts, pass, inherited, records, ms, base, problem };
}

/** Drops a run: back to the staged text that it worked on, if there is any. A view of a pass is left. */
export function giveUp(state: OpenState): Home | Cancelled {
  return state.kind === 'viewing' ? state.home : (state.base ?? { kind: 'cancelled' });
}

export function settle(outcome: Settled['outcome']): Settled {
  return { kind: 'settled', outcome };
}

/** A session after changes of its document that are not its own. */
export interface RebasedSession {
  readonly state: SessionState;
  /** The run no longer fits the text and must start again. */
  readonly stale: boolean;
  /** Holes given up because a change crossed their border. */
  readonly broken: number;
}

/** Applies one event's changes in the order in which VS Code delivers them (from the end of the document). */
export function rebaseSession(state: SessionState, changes: readonly ContentChange[]): RebasedSession {
  if (state.kind === 'viewing') return rebaseViewing(state, changes);
  if (isOpen(state)) return rebaseOpen(state, changes);
  if (state.kind !== 'staged') return { state, stale: false, broken: 0 };
  const staged = rebaseStaged(state, changes);
  return { state: staged ?? settle('edited'), stale: false, broken: 0 };
}

/** A view follows changes around it; one that the user types into is over. */
function rebaseViewing(state: Viewing, changes: readonly ContentChange[]): RebasedSession {
  const home = rebaseSession(state.home, changes);
  const isTouched = state.holes.some((hole) => changes.some((change) => touches(hole.span, change.span)));
  return isTouched ? home : { ...home, state: viewPass(home.state, state.pass) };
}

function rebaseOpen(state: OpenState, changes: readonly ContentChange[]): RebasedSession {
  const base = state.base && rebaseStaged(state.base, changes);
  const stands = (hole: OpenHole) => !base || base.holes.some((staged) => contains(staged.span, hole.span));
  const rebased = state.holes.map((hole) => {
    const each = foldHole(hole, changes);
    if (!each || !stands(each.hole)) return undefined;
    // What the run was to keep of staged text, it keeps when it starts again from the text itself.
    if (!base || !hole.start || each.hole.start) return each;
    const pins = normalise([...each.hole.pins, ...keptIn(base, each.hole.span)]);
    return { ...each, hole: { ...each.hole, pins } };
  });
  const kept = rebased.filter((each) => each !== undefined);
  const broken = rebased.length - kept.length;
  if (kept.length === 0 || (state.base && !base)) {
    return { state: base ?? { kind: 'cancelled' }, stale: false, broken: Math.max(broken, 1) };
  }
  const holes = kept.map((each) => each.hole);
  const stale = broken > 0 || kept.some((each) => each.stale);
  const drafts = broken > 0 ? state.drafts.filter((_, i) => rebased[i] !== undefined) : state.drafts;
  return { state: { ...state, holes, drafts, base }, stale, broken };
}

function foldHole(start: OpenHole, changes: readonly ContentChange[]): { hole: OpenHole; stale: boolean } | undefined {
  let hole = start;
  let stale = false;
  for (const change of changes) {
    const next = rebaseOpenHole(hole, change);
    if (!next) return undefined;
    hole = next.hole;
    stale ||= next.stale;
  }
  return { hole, stale };
}

function rebaseStaged(state: Staged, changes: readonly ContentChange[]): Staged | undefined {
  const holes = state.holes.map((hole) => foldStaged(hole, changes)).filter((hole) => hole !== undefined);
  return holes.length > 0 ? { ...state, holes, timeline: rebaseTimeline(state.timeline, changes) } : undefined;
}

/** After edits that bring back pieces of the original: what stands at a border then is the hole's own again. */
export function takenBack(staged: Staged, edits: readonly ContentChange[]): Staged {
  const fromTheEnd = edits.toReversed();
  const back = (hole: StagedHole, edit: ContentChange) =>
    rebaseStagedHole(hole, edit, contains(hole.span, edit.span) ? 'inside' : undefined) ?? hole;
  const holes = staged.holes.map((hole) => fromTheEnd.reduce(back, hole));
  return { ...staged, holes, timeline: rebaseTimeline(staged.timeline, fromTheEnd) };
}

/** Once one of the run's holes is no longer whole, its passes cannot be laid over the text any more. */
function rebaseTimeline(timeline: Timeline, changes: readonly ContentChange[]): Timeline {
  const spans = timeline.spans.map((span) => foldSpan(span, changes));
  return { ...timeline, spans: spans.every((span) => span !== undefined) ? spans : [] };
}

function foldSpan(start: Span, changes: readonly ContentChange[]): Span | undefined {
  let span: Span | undefined = start;
  for (const change of changes) span &&= rebaseSpan(span, change);
  return span;
}

function foldStaged(start: StagedHole, changes: readonly ContentChange[]): StagedHole | undefined {
  let hole: StagedHole | undefined = start;
  for (const change of changes) hole &&= rebaseStagedHole(hole, change);
  return hole;
}
