/**
 * The states of an edit session, each documented where it is declared, and the questions that others ask of them.
 * States are built in this folder alone: mostly in `transitions.ts`, else by what a file is about (`staging.ts`, `viewing.ts`).
 */
import type { HoleDraft, ResultCell, Span } from '../../engine/protocol/messages';
import type { OpenHole, StagedHole } from './holes';
import { normalise } from './spans';
import type { PassRecord, Timeline } from './timeline';

/** What the states of an undecided run share. */
interface Run {
  /** Sorted, disjoint; never empty. The n-th draft belongs to the n-th hole. */
  readonly holes: readonly OpenHole[];
  /** The last pass that came in, one draft per hole; empty before the first. */
  readonly drafts: readonly HoleDraft[];
  /** Number of that pass; 0 before the first. A run that goes on from an earlier one counts on from there. */
  readonly pass: number;
  /** Passes that came from an earlier run. */
  readonly inherited: number;
  readonly records: readonly PassRecord[];
  /** Milliseconds from the start of the run to that pass. */
  readonly ms: number;
  /** The staged text that this run re-denoises a part of: where a cancelled run returns to. */
  readonly base: Staged | undefined;
}

/** The engine starts, loads or reads context. The document is untouched. Drafts are those of a run just outdated. */
export interface Preparing extends Run {
  readonly kind: 'preparing';
}

/** Passes come in; the overlay shows the last one. The document is untouched. */
export interface Denoising extends Run {
  readonly kind: 'denoising';
  /** Of how many the passes are, this one included: what breaks the syntax is drafted again. */
  readonly draft: number;
}

/** The run is over, but its text is not written (yet). The overlay shows it. */
export interface Converged extends Run {
  readonly kind: 'converged';
  /** Until the user asks for it: auto save would put it on disk undecided, or the editor did not take it. */
  readonly waits: boolean;
  readonly cells: readonly (readonly ResultCell[])[];
}

/** The run broke off. The overlay keeps its last good pass, which the user may take; the document is untouched. */
export interface Failed extends Run {
  readonly kind: 'failed';
  /** One line for the user. */
  readonly problem: string;
}

/** An earlier pass of a run that is over, drawn over the text as it stands. Leaving it brings `home` back. */
export interface Viewing extends Run {
  readonly kind: 'viewing';
  readonly home: Home;
}

/** The states from which the passes of a run can be looked at. */
export type Home = Converged | Failed | Staged;

/** The draft stands in the document as one edit and waits for a decision. */
export interface Staged {
  readonly kind: 'staged';
  /** Sorted, disjoint; never empty. */
  readonly holes: readonly StagedHole[];
  /** Number of the pass that the text comes from. */
  readonly passes: number;
  /** Milliseconds that the run took. */
  readonly ms: number;
  readonly timeline: Timeline;
}

/** Decided. `undone` and `edited` say that the user did so with the editor's own undo or by typing over a border. */
export interface Settled {
  readonly kind: 'settled';
  readonly outcome: 'accepted' | 'rejected' | 'undone' | 'edited';
}

/** Given up before anything was written. */
export interface Cancelled {
  readonly kind: 'cancelled';
}

/** States with open holes. */
export type OpenState = Preparing | Denoising | Converged | Failed | Viewing;
export type LiveState = OpenState | Staged;
export type SessionState = LiveState | Settled | Cancelled;

export function isOpen(state: SessionState): state is OpenState {
  return 'drafts' in state;
}

/** True while the session still has something to show or to decide. */
export function isLive(state: SessionState): state is LiveState {
  return isOpen(state) || state.kind === 'staged';
}

/** True while the engine works for this session. */
export function isRunning(state: SessionState): state is Preparing | Denoising {
  return state.kind === 'preparing' || state.kind === 'denoising';
}

/** True while the draft is on its way into the document: nothing but an undo takes it back any more. */
export function isBeingWritten(state: SessionState): state is Converged {
  return state.kind === 'converged' && !state.waits;
}

/** The staged text of a session, whether it is being re-denoised in parts or not. */
export function stagedPart(state: SessionState): Staged | undefined {
  if (state.kind === 'staged') return state;
  return isOpen(state) ? state.base : undefined;
}

/** True if what stands there is what stood there before. */
export function isOriginal({ holes }: Staged): boolean {
  return holes.every(({ text, original }) => text === original);
}

/** Everything of the document that the session covers. Empty spans (a hole at the cursor) are kept. */
export function regionOf(state: SessionState): readonly Span[] {
  const staged = stagedPart(state)?.holes.map((hole) => hole.span);
  if (staged) return staged;
  return isOpen(state) ? state.holes.map((hole) => hole.span) : [];
}

/** The parts of a staged session that no open hole covers, as sets to subtract from. */
export function openSpans(state: SessionState): readonly Span[] {
  return isOpen(state) ? normalise(state.holes.map((hole) => hole.span)) : [];
}
