/** A session over changes of its document: its open and staged holes, and the passes on record, follow the text. */
import type { ContentChange, Span } from '../../engine/protocol/messages';
import { keptIn } from './decisions';
import type { OpenHole, StagedHole } from './holes';
import { rebaseOpenHole, type RebasedHole, rebaseSpan, rebaseStagedHole } from './rebase';
import { contains, normalise, touches } from './spans';
import { isOpen, type OpenState, type SessionState, type Staged, type Viewing } from './state';
import type { Timeline } from './timeline';
import { settle } from './transitions';
import { viewPass } from './viewing';

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

function foldHole(start: OpenHole, changes: readonly ContentChange[]): RebasedHole | undefined {
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
