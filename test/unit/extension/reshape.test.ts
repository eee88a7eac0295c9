import { describe, expect, test } from 'vitest';
import type { ContentChange } from '../../../engine/protocol/messages';
import { acceptSpan, leastLikely, neighbour } from '../../../extension/session/decisions';
import { hunkNear, rejectionOfRest } from '../../../extension/session/rejection';
import { hunksOf } from '../../../extension/session/hunks';
import { originsOf, resized, startFromStaged, startRequest } from '../../../extension/session/startCells';
import { WaitingPieces } from '../../../extension/flow/waitingPieces';
import { rebaseScores, NOT_SCORED, takeScores, unscored } from '../../../extension/session/tokenScores';
import { rebaseStagedHole } from '../../../extension/session/rebase';
import { change, span, staged, stagedHole } from './builders';

const hole = stagedHole(10, 'let a = 1', [
  ['let', 0.9],
  [' b', 0.2],
  [' =', 0.8],
  [' 2', 0.4],
]);

describe('the cells that a run starts with', () => {
  test('from staged text: decided per cell, typed text kept', () => {
    const typed = rebaseStagedHole(hole, change(13, 13, '!!'));
    const start = typed && startFromStaged(typed, typed.span, () => ({ open: 1 }));
    expect(start && startRequest(start)).toEqual([{ open: 1 }, { text: '!!' }, { open: 3 }]);
  });

  test('more and fewer cells go where most are open in a row; one is the least', () => {
    const start = [{ open: 1 }, { text: 'x', confidence: 1, alternatives: [], mark: 'pinned' as const }, { open: 2 }];
    expect(startRequest(resized(start, 3))).toEqual([{ open: 1 }, { text: 'x' }, { open: 5 }]);
    expect(startRequest(resized(start, -9))).toEqual([{ open: 1 }, { text: 'x' }, { open: 1 }]);
  });

  test('kept text comes back cut otherwise, and is still known', () => {
    const keep = (text: string, mark: 'open' | 'pinned') => ({ text, confidence: 0.5, alternatives: [], mark });
    const cells = ['ab', '\r\n', 'c', 'd'].map(
      (text, i) => ({ text, state: i === 2 ? 'committed' : 'pinned' }) as const,
    );
    const origins = originsOf([keep('a', 'open'), keep('b\n', 'pinned'), { open: 1 }, keep('d', 'open')], cells);
    expect(origins.map((origin) => origin?.text)).toEqual(['a', 'b\n', undefined, 'd']);
  });
});

describe('deciding in pieces', () => {
  const state = staged(hole);

  test('the change at the cursor, or the nearest on its line', () => {
    expect(hunkNear(state, 14, span(0, 40))).toMatchObject({ original: 'a' });
    expect(hunkNear(state, 19, span(0, 40))).toMatchObject({ original: '1' });
    expect(hunkNear(state, 2, span(0, 5))).toBeUndefined();
  });

  test('a change that waits to be taken back moves with the text, and is gone once something touches it', () => {
    const removed = { span: span(16, 16), original: 'x' };
    const waiting = new WaitingPieces();
    const after = (...changes: readonly ContentChange[]) => {
      const asked = waiting.add([...hunksOf(hole).slice(0, 1), removed]);
      waiting.documentChanged(changes);
      return asked().map((piece) => piece.span);
    };
    expect(after()).toEqual([span(14, 15), span(16, 16)]);
    expect(after(change(0, 0, '!'), change(0, 1, '??'))).toEqual([span(16, 17), span(18, 18)]);
    expect(after(change(14, 15, 'a'))).toEqual([span(16, 16)]);
    expect(after(change(16, 16, 'x'))).toEqual([span(14, 15)]);
    expect(after(change(15, 15, '?'), change(20, 20, '?'))).toEqual([span(14, 15), span(17, 17)]);
  });

  test('what was accepted stays when the rest is rejected', () => {
    expect(rejectionOfRest(state)).toEqual([{ span: span(10, 19), text: 'let a = 1' }]);
    expect(rejectionOfRest(acceptSpan(state, span(14, 15)))).toEqual([{ span: span(18, 19), text: '1' }]);
    expect(rejectionOfRest(acceptSpan(state, span(10, 19)))).toEqual([]);
  });

  test('a share of the tokens is the least likely ones', () => {
    expect(leastLikely(state, [hole.span], 0.5)).toEqual([span(13, 15), span(17, 19)]);
    expect(leastLikely(state, [span(10, 13)], 0.5)).toEqual([span(10, 13)]);
  });

  test('the next span and the one before go round at the ends', () => {
    const spans = [span(2, 3), span(5, 6)];
    expect([neighbour(spans, 2, 'next'), neighbour(spans, 5, 'next')]).toEqual([span(5, 6), span(2, 3)]);
    expect([neighbour(spans, 2, 'previous'), neighbour(spans, 9, 'previous')]).toEqual([span(5, 6), span(5, 6)]);
    expect(neighbour([], 0, 'next')).toBeUndefined();
  });
});

describe('scores of ordinary code', () => {
  const score = (start: number, end: number, probability = 0.5) => ({
    span: span(start, end),
    text: '',
    probability,
    alternatives: [],
  });
  const scored = takeScores(NOT_SCORED, span(0, 10), [score(0, 3), score(4, 6), score(7, 9)]);

  test('move with an edit, go where it touches them, and are all to be asked for again', () => {
    const after = rebaseScores(scored, [change(5, 5, 'xx')]);
    expect(after.cells.map((cell) => cell.span)).toEqual([span(0, 3), span(9, 11)]);
    expect(unscored(after, [span(0, 12)])).toEqual([span(0, 12)]);
  });

  test('are asked for only where they are missing, and replaced piece by piece', () => {
    expect(unscored(scored, [span(4, 20)])).toEqual([span(10, 20)]);
    const newer = takeScores(scored, span(4, 10), [score(4, 9, 0.1)]);
    expect(newer.cells.map((cell) => cell.confidence)).toEqual([0.5, 0.1]);
  });
});
