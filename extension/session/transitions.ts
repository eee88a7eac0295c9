/**
 * Every transition of a session, as plain functions from state to state. A transition that does not apply to a state is
 * either ruled out by its parameter's type or returns the state as it is.
 */
import type { ContentChange, HoleDraft, PassEvent, ResultCell } from '../../engine/protocol/messages';
import type { OpenHole, StagedHole } from './holes';
import { rebaseOpenHole, rebaseStagedHole } from './rebase';
import { contains } from './spans';
import {
  type Cancelled,
  type Converged,
  type Denoising,
  type Failed,
  isOpen,
  isRunning,
  type OpenState,
  type Preparing,
  type SessionState,
  type Settled,
  type Staged,
} from './state';

export function prepare(holes: readonly OpenHole[], base?: Staged): Preparing {
  return { kind: 'preparing', holes, drafts: [], pass: 0, base };
}

/** The run starts again on the text as it is now. The old draft stays on the screen until the new one comes. */
export function prepareAgain(state: OpenState): Preparing {
  return { kind: 'preparing', holes: state.holes, drafts: state.drafts, pass: 0, base: state.base };
}

/** Takes a pass in, unless the session has moved on. */
export function receivePass(state: SessionState, event: Pick<PassEvent, 'pass' | 'holes'>): SessionState {
  if (!isRunning(state) || event.holes.length !== state.holes.length) return state;
  return {
    kind: 'denoising',
    holes: state.holes,
    drafts: event.holes,
    pass: event.pass,
    base: state.base,
  } satisfies Denoising;
}

/** Keeps a finished run on the screen without writing it. */
export function converge(state: OpenState, cells: readonly (readonly ResultCell[])[]): Converged {
  const { holes, pass, base } = state;
  return { kind: 'converged', holes, drafts: cells.map(draftOf), pass, base, cells };
}

function draftOf(cells: readonly ResultCell[]): HoleDraft {
  return { text: cells.map((cell) => cell.text).join(''), cells };
}

/** A run that showed something keeps it; one that did not goes back to where it came from. */
export function fail(state: OpenState, problem: string): Failed | Staged | Cancelled {
  if (state.drafts.length === 0) return giveUp(state);
  const { holes, drafts, pass, base } = state;
  return { kind: 'failed', holes, drafts, pass, base, problem };
}

/** Drops a run: back to the staged text that it worked on, if there is any. */
export function giveUp(state: OpenState): Staged | Cancelled {
  return state.base ?? { kind: 'cancelled' };
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
  if (isOpen(state)) return rebaseOpen(state, changes);
  if (state.kind !== 'staged') return { state, stale: false, broken: 0 };
  const staged = rebaseStaged(state, changes);
  return { state: staged ?? settle('edited'), stale: false, broken: 0 };
}

function rebaseOpen(state: OpenState, changes: readonly ContentChange[]): RebasedSession {
  const base = state.base && rebaseStaged(state.base, changes);
  const stands = (hole: OpenHole) => !base || base.holes.some((staged) => contains(staged.span, hole.span));
  const rebased = state.holes.map((hole) => {
    const each = foldHole(hole, changes);
    return each && stands(each.hole) ? each : undefined;
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
  return holes.length > 0 ? { ...state, holes } : undefined;
}

function foldStaged(start: StagedHole, changes: readonly ContentChange[]): StagedHole | undefined {
  let hole: StagedHole | undefined = start;
  for (const change of changes) hole &&= rebaseStagedHole(hole, change);
  return hole;
}
