/**
 * The transitions of a session, as plain functions from state to state; those that an edit of the document makes are in
 * `rebaseSession.ts`. One that does not apply to a state is either ruled out by its parameter's type or returns the state
 * as it is.
 */
import type { HoleDraft, PassEvent, ResultCell } from '../../engine/protocol/messages';
import type { OpenHole, StagedHole } from './holes';
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
} from './state';
import { NO_TIMELINE, recordPass } from './timeline';

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

/** Text under review that has no passes to look at. */
export function review(holes: readonly StagedHole[], { passes = 0, ms = 0 } = {}): Staged {
  return { kind: 'staged', holes, passes, ms, timeline: NO_TIMELINE };
}

/** The editor has put `text` at `span`, where the first hole was: from there on the run is one over staged text. */
export function overGhost(state: OpenState, { span, text }: Pick<OpenHole, 'span' | 'text'>): OpenState {
  const original = state.holes[0]?.text ?? '';
  const base = review([{ span, text, original, cells: [] }], { passes: state.pass, ms: state.ms });
  return { ...state, holes: [{ span, text, pins: [] }], base };
}

export function settle(outcome: Settled['outcome']): Settled {
  return { kind: 'settled', outcome };
}
