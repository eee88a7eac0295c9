import { describe, expect, test } from 'vitest';
import { resumed } from '../../../extension/session/relocate';
import { span, stagedHole } from './builders';

const hole = stagedHole(4, 'old text', [
  ['new', 0.9],
  [' words', 0.3],
]);
const review = { holes: [hole], passes: 5 };

describe('a review found again', () => {
  test('where the staged text still stands, or has moved to', () => {
    expect(resumed('abc new words!', review)).toEqual({ ...resumed('abc new words!', review), holes: [hole] });
    expect(resumed('// above\nabc new words!', review)).toMatchObject({
      kind: 'staged',
      passes: 5,
      holes: [{ span: span(13, 22), cells: [{ span: span(13, 16) }, { span: span(16, 22) }] }],
    });
  });

  test('as a draft over the original, when the staged text is lost', () => {
    expect(resumed('abc old text!', review)).toMatchObject({
      kind: 'converged',
      pass: 5,
      holes: [{ span: span(4, 12), text: 'old text' }],
      drafts: [{ text: 'new words' }],
    });
  });

  test('not at all when that is in doubt', () => {
    expect(resumed('abc something else', review)).toBeUndefined();
    expect(resumed('new words and new words', { holes: [{ ...hole, span: span(1, 10) }], passes: 5 })).toBeUndefined();
  });
});
