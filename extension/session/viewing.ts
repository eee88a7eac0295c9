/** Looking at the passes of a run that is over: which there are, which one is shown, and how to go on from it. */
import type { Span } from '../../engine/protocol/messages';
import { givenTo, markOfGiven } from './given';
import type { OpenHole, StagedHole } from './holes';
import { contains } from './spans';
import { startFromDraft } from './startCells';
import type { Home, OpenState, Preparing, SessionState, Staged, Viewing } from './state';
import { type PassRecord, recordOf, stepFrom } from './timeline';

/** The state whose passes can be looked at now; `undefined` while a run is under way. */
export function homeOf(state: SessionState): Home | undefined {
  if (state.kind === 'viewing') return state.home;
  return state.kind === 'converged' || state.kind === 'failed' || state.kind === 'staged' ? state : undefined;
}

/** The passes on record that can be shown in the present text. */
export function recordsOf(state: SessionState): readonly PassRecord[] {
  const home = homeOf(state);
  if (!home) return 'records' in state ? state.records : [];
  if (home.kind !== 'staged') return home.records;
  return home.timeline.spans.length > 0 ? home.timeline.records : [];
}

/** Number of the pass on the screen. */
export function passShown(state: Staged | OpenState): number {
  return state.kind === 'staged' ? state.passes : state.pass;
}

/** Shows a pass. The one that the text comes from is the text itself: with it, the view is over. */
export function viewPass(state: SessionState, pass: number): SessionState {
  const home = homeOf(state);
  const record = recordOf(recordsOf(state), pass);
  if (!home || !record) return state;
  if (pass === passShown(home)) return home;
  const holes = holesOf(home);
  if (!holes || holes.length !== record.drafts.length) return state;
  const { ms } = home;
  const base = home.kind === 'staged' ? home : home.base;
  const records = recordsOf(home);
  return {
    kind: 'viewing',
    holes,
    drafts: record.drafts,
    pass,
    inherited: 0,
    records,
    ms,
    base,
    home,
  } satisfies Viewing;
}

export function stepPass(state: SessionState, by: number): SessionState {
  const home = homeOf(state);
  if (!home || (state.kind !== 'viewing' && state !== home)) return state;
  const shown = state.kind === 'viewing' ? state.pass : passShown(home);
  const record = stepFrom(recordsOf(state), shown, by);
  return record ? viewPass(state, record.pass) : state;
}

/** The run goes on from the pass shown: its committed cells stay for it, the others are open again. */
export function branchFrom(state: Viewing): Preparing {
  const holes = state.holes.map((hole, i): OpenHole => {
    const cells = state.drafts[i]?.cells ?? [];
    return { ...hole, start: startFromDraft(cells, givenTo(hole, state.base, cells), markOfGiven(hole)) };
  });
  const { drafts, pass, base } = state;
  const records = state.records.filter((record) => record.pass <= pass);
  return { kind: 'preparing', holes, drafts, pass, inherited: pass, records, ms: 0, base };
}

/** True if the pass still has something open: from a finished one there is nothing to go on to. */
export function hasOpenCells({ drafts }: Viewing): boolean {
  return drafts.some(({ cells }) => cells.some(({ state }) => state === 'masked' || state === 'tentative'));
}

function holesOf(home: Home): readonly OpenHole[] | undefined {
  if (home.kind !== 'staged') return home.holes;
  const holes = home.timeline.spans.map((span) => openHoleIn(home.holes, span));
  return holes.every((hole) => hole !== undefined) ? holes : undefined;
}

function openHoleIn(holes: readonly StagedHole[], span: Span): OpenHole | undefined {
  const hole = holes.find((each) => contains(each.span, span));
  if (!hole) return undefined;
  const from = span.start - hole.span.start;
  return { span, pins: [], text: hole.text.slice(from, from + span.end - span.start) };
}
