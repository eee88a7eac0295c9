import { describe, expect, test } from 'vitest';
import type { HoleDraft } from '../../../engine/protocol/messages';
import { rebaseSession } from '../../../extension/session/rebaseSession';
import { planStage } from '../../../extension/session/staging';
import type { Staged } from '../../../extension/session/state';
import { recordPass, stepFrom } from '../../../extension/session/timeline';
import { giveUp, prepare, receivePass } from '../../../extension/session/transitions';
import { branchFrom, hasOpenCells, recordsOf, stepPass, viewPass } from '../../../extension/session/viewing';
import { timelineItems } from '../../../extension/render/timelineItems';
import { change, committed, marked, MASKED, span } from './builders';

const draft = (...cells: HoleDraft['cells']): HoleDraft => ({ text: cells.map(({ text }) => text).join(''), cells });
const PASSES = [
  draft(MASKED, committed(' b', 0.9), MASKED),
  draft(committed('a', 0.8), committed(' b', 0.9), MASKED),
  draft(committed('a', 0.8), committed(' b', 0.9), committed(' c', 0.4)),
];

/** `a b c` staged over the hole of `x[old]y`, after three passes. */
function stagedRun(): Staged {
  const { holes } = marked('x[old]y');
  let state = receivePass(prepare(holes), { draft: 1, pass: 1, holes: PASSES.slice(0, 1) });
  state = receivePass(state, { draft: 1, pass: 2, holes: PASSES.slice(1, 2) });
  state = receivePass(state, { draft: 1, pass: 3, holes: PASSES.slice(2, 3) }, 120);
  if (state.kind !== 'denoising') throw new Error('the run is not under way');
  return planStage(state, [PASSES[2]?.cells ?? []], '\n').staged;
}

describe('the timeline of a run', () => {
  test('holds every pass, in the text as it stands after staging', () => {
    const staged = stagedRun();
    expect(recordsOf(staged).map(({ pass }) => pass)).toEqual([1, 2, 3]);
    expect(staged).toMatchObject({ passes: 3, ms: 120, timeline: { spans: [span(1, 6)] } });
  });

  test('steps back and forth; the last pass is the text itself', () => {
    const staged = stagedRun();
    const back = stepPass(staged, -1);
    expect(back).toMatchObject({ kind: 'viewing', pass: 2, drafts: [PASSES[1]], holes: [{ text: 'a b c' }] });
    expect(stepPass(stepPass(back, -1), -1)).toMatchObject({ kind: 'viewing', pass: 1 });
    expect(stepPass(back, 1)).toBe(staged);
    expect(stepPass(staged, 1)).toBe(staged);
  });

  test('leaving a view brings back what was there', () => {
    const staged = stagedRun();
    const view = viewPass(staged, 1);
    expect(view.kind === 'viewing' && giveUp(view)).toBe(staged);
  });

  test('a view follows edits around it and ends with one inside it', () => {
    const view = viewPass(stagedRun(), 1);
    const moved = rebaseSession(view, [change(0, 0, '++')]).state;
    expect(moved).toMatchObject({ kind: 'viewing', pass: 1, holes: [{ span: span(3, 8) }] });
    expect(rebaseSession(view, [change(3, 3, 'typed')]).state).toMatchObject({ kind: 'staged' });
  });

  test('typing inside the staged text keeps its passes; an edit across a border of theirs does not', () => {
    const typed = rebaseSession(stagedRun(), [change(3, 3, '!!')]).state;
    expect(typed).toMatchObject({ timeline: { spans: [span(1, 8)] } });
    const [hole] = stagedRun().holes;
    const wide = { ...stagedRun(), holes: hole ? [{ ...hole, span: span(0, 9), text: `?${hole.text}???` }] : [] };
    expect(recordsOf(rebaseSession(wide, [change(5, 8, '')]).state)).toEqual([]);
  });

  test('a branch keeps what was decided, opens the rest, and counts on', () => {
    const view = viewPass(stagedRun(), 2);
    if (view.kind !== 'viewing') throw new Error('no view');
    expect(hasOpenCells(view)).toBe(true);
    const run = branchFrom(view);
    expect(run.holes[0]?.start).toEqual([
      { text: 'a', confidence: 0.8, alternatives: [], mark: 'open' },
      { text: ' b', confidence: 0.9, alternatives: [], mark: 'open' },
      { open: 1 },
    ]);
    const next = receivePass(run, {
      draft: 1,
      pass: 1,
      holes: [draft(committed('a'), committed(' b'), committed(' d'))],
    });
    expect(next).toMatchObject({ kind: 'denoising', draft: 1, pass: 3 });
    expect(recordsOf(next).map(({ pass }) => pass)).toEqual([1, 2, 3]);
  });

  test('what a branch kept is no pin afterwards: it has its confidence back', () => {
    const view = viewPass(stagedRun(), 2);
    if (view.kind !== 'viewing') throw new Error('no view');
    const kept = (text: string) => ({ text, state: 'pinned', confidence: 1 }) as const;
    const run = receivePass(branchFrom(view), { draft: 1, pass: 1, holes: [draft(kept('a b'), committed(' d', 0.5))] });
    if (run.kind !== 'denoising') throw new Error('no run');
    const { staged } = planStage(run, [[kept('a'), kept(' b'), committed(' d', 0.5)]], '\n');
    expect(staged.holes[0]?.cells.map(({ mark, confidence }) => [mark, confidence])).toEqual([
      ['open', 0.8],
      ['open', 0.9],
      ['open', 0.5],
    ]);
    expect(staged.holes[0]?.original).toBe('old');
  });

  test('forgets the earliest passes of a run too long to keep', () => {
    const large = draft(...Array<typeof MASKED>(30_000).fill(MASKED));
    let records = recordPass([], { pass: 1, drafts: [large] });
    for (let pass = 2; pass <= 6; pass++) records = recordPass(records, { pass, drafts: [large] });
    expect(records.map(({ pass }) => pass)).toEqual([4, 5, 6]);
    expect(stepFrom(records, 6, -9)?.pass).toBe(4);
  });

  test('is listed with what each pass had decided', () => {
    expect(timelineItems(recordsOf(stagedRun()), 3)).toMatchObject([
      { pass: 1, label: 'Pass 1/3', description: '1 of 3 tokens decided', detail: '░ b░', canBranch: true },
      { pass: 2, canBranch: true },
      { pass: 3, label: '$(check) Pass 3/3', detail: 'a b c', canBranch: false },
    ]);
  });
});
