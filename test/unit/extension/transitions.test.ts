import { describe, expect, test } from 'vitest';
import type { HoleDraft } from '../../../engine/protocol/messages';
import { acceptSpan } from '../../../extension/session/decisions';
import { recall, remember } from '../../../extension/session/history';
import { rebaseSession } from '../../../extension/session/rebaseSession';
import { isLive, isRunning, regionOf } from '../../../extension/session/state';
import * as transitions from '../../../extension/session/transitions';
import { change, committed, marked, MASKED, span, staged, stagedHole } from './builders';

const draft = (...cells: readonly HoleDraft['cells'][number][]): HoleDraft => ({
  text: cells.map((cell) => cell.text).join(''),
  cells,
});
const { holes } = marked('a[bc]d[e]f');
const preparing = transitions.prepare(holes);
const pass = (n: number) => ({ draft: 1, pass: n, holes: [draft(MASKED, committed('x')), draft(committed('y'))] });

describe('a run', () => {
  test('passes turn preparing into denoising, and the last one stands', () => {
    const state = transitions.receivePass(transitions.receivePass(preparing, pass(1)), pass(2));
    expect(state).toMatchObject({ kind: 'denoising', pass: 2 });
    expect(isRunning(state)).toBe(true);
  });

  test('a pass for another number of holes is not for this run', () => {
    expect(transitions.receivePass(preparing, { draft: 1, pass: 1, holes: [] })).toBe(preparing);
  });

  test('a pass that comes late changes nothing', () => {
    const cancelled = transitions.giveUp(preparing);
    expect(transitions.receivePass(cancelled, pass(1))).toBe(cancelled);
    expect(isLive(cancelled)).toBe(false);
  });

  test('failing keeps the last good pass; failing before any pass ends the session', () => {
    const denoising = transitions.receivePass(preparing, pass(3));
    if (denoising.kind !== 'denoising') throw new Error('not denoising');
    expect(transitions.fail(denoising, 'died')).toMatchObject({ kind: 'failed', pass: 3, drafts: pass(3).holes });
    expect(transitions.fail(preparing, 'died')).toEqual({ kind: 'cancelled' });
  });

  test('a run over staged text goes back to it when cancelled', () => {
    const base = staged(stagedHole(0, '', [['abc', 0.5]]));
    const over = transitions.prepare([{ span: span(1, 2), pins: [], text: 'b' }], base);
    expect(transitions.giveUp(over)).toBe(base);
    expect(transitions.fail(over, 'died')).toBe(base);
    expect(regionOf(over)).toEqual([span(0, 3)]);
  });

  test('over a ghost text that the editor has put in the hole it is one over staged text', () => {
    const [hole] = holes;
    const denoising = transitions.receivePass(transitions.prepare(hole ? [hole] : []), {
      ...pass(2),
      holes: [draft()],
    });
    if (denoising.kind !== 'denoising') throw new Error('not denoising');
    const state = transitions.overGhost(denoising, { span: span(1, 5), text: 'gone' });
    expect(state).toMatchObject({ kind: 'denoising', holes: [{ span: span(1, 5), text: 'gone', pins: [] }] });
    expect(transitions.giveUp(state)).toMatchObject({
      kind: 'staged',
      passes: 2,
      holes: [{ span: span(1, 5), text: 'gone', original: 'bc', cells: [] }],
    });
  });

  test('starting again keeps the draft on the screen', () => {
    const denoising = transitions.receivePass(preparing, pass(1));
    if (denoising.kind !== 'denoising') throw new Error('not denoising');
    expect(transitions.prepareAgain(denoising)).toMatchObject({ kind: 'preparing', drafts: pass(1).holes });
  });
});

describe('a session over changes of its document', () => {
  test('typing before shifts all holes and does not disturb the run', () => {
    const { state, stale, broken } = rebaseSession(preparing, [change(0, 0, 'xx')]);
    expect({ spans: regionOf(state), stale, broken }).toEqual({
      spans: [span(3, 5), span(6, 7)],
      stale: false,
      broken: 0,
    });
  });

  test('a broken hole is given up with its draft, and the others start again', () => {
    const denoising = transitions.receivePass(preparing, pass(1));
    const { state, stale, broken } = rebaseSession(denoising, [change(0, 2, '')]);
    expect({ stale, broken }).toEqual({ stale: true, broken: 1 });
    expect(state).toMatchObject({ holes: [{ span: span(2, 3) }], drafts: [pass(1).holes[1]] });
  });

  test('when the last hole breaks, so does the session', () => {
    expect(rebaseSession(preparing, [change(0, 6, '')])).toMatchObject({
      state: { kind: 'cancelled' },
      broken: 2,
    });
  });

  test('staged text that is typed over is the user’s', () => {
    const state = staged(stagedHole(2, '', [['abc', 0.5]]));
    const { state: after } = rebaseSession(state, [change(0, 9, '')]);
    expect(after).toEqual({ kind: 'settled', outcome: 'edited' });
  });

  test('an edit over the border of the staged text breaks the run inside it', () => {
    const base = staged(stagedHole(2, '', [['abcdef', 0.5]]));
    const over = transitions.prepare([{ span: span(6, 7), pins: [], text: 'e' }], base);
    expect(rebaseSession(over, [change(1, 4, '')])).toMatchObject({
      state: { kind: 'cancelled' },
      broken: 1,
    });
  });

  test('several changes of one event apply in the order given, from the end', () => {
    const { state } = rebaseSession(preparing, [change(6, 6, 'zz'), change(0, 0, 'xx')]);
    expect(regionOf(state)).toEqual([span(3, 5), span(6, 7)]);
  });
});

describe('the user’s own undo', () => {
  const first = staged(stagedHole(4, 'old', [['one', 0.5]]));
  const second = staged(stagedHole(4, 'old', [['second', 0.5]]));
  const stagings = [first, second];
  const after = (before: typeof first, ...changes: readonly ReturnType<typeof change>[]) =>
    recall(before, rebaseSession(before, changes).state, stagings);

  test('back to an earlier staging brings its cells, where they are now', () => {
    const moved = rebaseSession(second, [change(0, 0, '!!')]).state;
    if (moved.kind !== 'staged') throw new Error('not staged');
    expect(after(moved, change(6, 12, 'one'))).toMatchObject({
      holes: [{ span: span(6, 9), cells: [{ span: span(6, 9) }] }],
    });
  });

  test('what was decided about a staging without changing it is decided when an undo comes back to it', () => {
    const decided = acceptSpan(second, span(4, 6));
    const recalled = recall(first, rebaseSession(first, [change(4, 7, 'second')]).state, remember(stagings, decided));
    expect(recalled).toMatchObject({ holes: [{ cells: [{ mark: 'accepted' }] }] });
    expect(remember(stagings, decided)[0]).toBe(first);
  });

  test('back to the original settles the session', () => {
    expect(after(first, change(4, 7, 'old'))).toEqual({ kind: 'settled', outcome: 'undone' });
  });

  test('an undo elsewhere, or to an unknown text, is no business of the session', () => {
    expect(after(first, change(0, 0, 'x'))).toBeUndefined();
    expect(after(first, change(4, 7, 'other'))).toBeUndefined();
  });
});
