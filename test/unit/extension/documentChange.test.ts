/** What a change of the document is to a session: of each kind one, and which comes first where two would fit. */
import { describe, expect, test } from 'vitest';
import type { ContentChange } from '../../../engine/protocol/messages';
import {
  type DocumentChange,
  meaningOf,
  type Surroundings,
  touchesSession,
} from '../../../extension/session/documentChange';
import { converge, fail, prepare, receivePass } from '../../../extension/session/transitions';
import type { LiveState } from '../../../extension/session/state';
import { apply, change, committed, marked, span, staged, stagedHole } from './builders';

interface Situation extends Partial<DocumentChange>, Pick<Partial<Surroundings>, 'stagings'> {
  readonly ghosts?: readonly string[];
}

/** The meaning of changes of `text`. */
function meaning(text: string, state: LiveState, changes: readonly ContentChange[], situation: Situation = {}) {
  const { ghosts = [], stagings = [], ...rest } = situation;
  const now = apply(text, changes);
  const event = { changes, isUndo: false, isOwn: false, endings: { before: '\n', now: '\n' }, ...rest } as const;
  return meaningOf(state, event, {
    text: () => now,
    textIn: ({ start, end }) => now.slice(start, end),
    isGhost: (inserted) => ghosts.includes(inserted),
    stagings,
  });
}

const { text, holes } = marked('a[bc]d');
const preparing = prepare(holes);
const denoising = receivePass(preparing, { draft: 1, pass: 1, holes: [{ text: 'x', cells: [committed('x')] }] });
if (denoising.kind !== 'denoising') throw new Error('not denoising');
const review = staged(stagedHole(1, 'bc', [['xyz', 0.5]]));

describe('line endings', () => {
  const source = 'a\n[b\nc]\n';
  const lines = marked(source);
  const toCrlf = [change(0, lines.text.length, lines.text.replaceAll('\n', '\r\n'))];
  const endings = { before: '\n', now: '\r\n' } as const;

  test('a change of nothing else moves the holes', () => {
    expect(meaning(lines.text, prepare(lines.holes), toCrlf, { endings })).toMatchObject({
      kind: 'lineEnding',
      state: { kind: 'preparing', holes: [{ span: span(3, 7), text: 'b\r\nc' }] },
    });
  });

  test('where the text is another, too, it is an edit like any other', () => {
    const other = [change(0, lines.text.length, 'quite another\r\n')];
    expect(meaning(lines.text, prepare(lines.holes), other, { endings })).toMatchObject({ kind: 'moved', broken: 1 });
  });
});

describe('an edit of our own', () => {
  test('is left to whoever sent it, whatever it does', () => {
    expect(meaning(text, review, [change(0, 6, '')], { isOwn: true })).toEqual({ kind: 'own' });
  });

  test('comes before a ghost text', () => {
    const over = meaning(text, denoising, [change(1, 3, 'x')], { isOwn: true, ghosts: ['x'] });
    expect(over).toEqual({ kind: 'own' });
  });
});

describe('ghost text', () => {
  test('that is put where the hole was is taken', () => {
    const taken = meaning(text, denoising, [change(1, 3, 'x')], { ghosts: ['x'] });
    expect(taken).toEqual({ kind: 'ghostTaken', inserted: 'x' });
  });

  test.each([
    ['another text there', [change(1, 3, 'y')]],
    ['the same text elsewhere', [change(0, 0, 'x')]],
    ['more than one change', [change(1, 3, 'x'), change(0, 0, '')]],
  ])('%s is typing', (_, changes) => {
    expect(meaning(text, denoising, changes, { ghosts: ['x'] }).kind).not.toBe('ghostTaken');
  });

  test('no hole is open any more in staged text', () => {
    expect(meaning('axyzd', review, [change(1, 4, 'x')], { ghosts: ['x'] }).kind).toBe('moved');
  });
});

describe('undo and redo', () => {
  const stagings = [review];
  const later = staged(stagedHole(1, 'bc', [['later', 0.5]]));

  test('back to an earlier staging recalls it', () => {
    const back = meaning('alaterd', later, [change(1, 6, 'xyz')], { isUndo: true, stagings });
    expect(back).toMatchObject({ kind: 'recalled', state: { holes: review.holes } });
  });

  test('back to the original, the session is undone', () => {
    const back = meaning('axyzd', review, [change(1, 4, 'bc')], { isUndo: true, stagings });
    expect(back).toMatchObject({ kind: 'recalled', state: { kind: 'settled', outcome: 'undone' } });
  });

  test('who types the text of an earlier staging has not undone anything', () => {
    expect(meaning('alaterd', later, [change(1, 6, 'xyz')], { stagings }).kind).toBe('moved');
  });
});

describe('typing', () => {
  test('in the hole outdates its run, and drops the draft that knows nothing of it', () => {
    expect(meaning(text, denoising, [change(2, 2, '!')])).toMatchObject({
      kind: 'stale',
      state: { kind: 'preparing', drafts: [], holes: [{ text: 'b!c', pins: [span(2, 3)] }] },
    });
  });

  test('in the hole of a draft that is not written starts its run again, too', () => {
    const converged = converge(denoising, [[{ ...committed('x'), alternatives: [] }]]);
    expect(meaning(text, converged, [change(2, 2, '!')]).kind).toBe('stale');
  });

  test('in the hole of a run that broke off drops what is left of it', () => {
    const failed = fail(denoising, 'died');
    if (failed.kind !== 'failed') throw new Error('not failed');
    expect(meaning(text, failed, [change(2, 2, '!')])).toMatchObject({ kind: 'moved', state: { kind: 'cancelled' } });
  });

  test('elsewhere moves the session', () => {
    expect(meaning('axyzd', review, [change(0, 0, '!')])).toMatchObject({
      kind: 'moved',
      broken: 0,
      state: { holes: [{ span: span(2, 5) }] },
    });
  });

  test('across a border gives the hole up', () => {
    expect(meaning(text, denoising, [change(0, 2, '')])).toMatchObject({
      kind: 'moved',
      broken: 1,
      state: { kind: 'cancelled' },
    });
  });
});

test('what touches a session: its text, and its borders', () => {
  expect([change(0, 0, '!'), change(0, 1, ''), change(4, 5, '')].map((each) => touchesSession(review, [each]))).toEqual(
    [false, true, true],
  );
});
