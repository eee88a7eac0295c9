import { describe, expect, test } from 'vitest';
import { OwnSteps } from '../../../extension/document/ownSteps';

/** A document whose text goes through ours, one edit after the other. */
function written(...texts: readonly string[]) {
  const steps = new OwnSteps();
  let now = texts[0] ?? '';
  const write = (after: string, joins = false) => {
    steps.wrote({ before: now, after, joins });
    now = after;
  };
  const change = (after: string, by?: 'undo' | 'redo') => {
    steps.changed({ text: () => after, growth: after.length - now.length, by });
    now = after;
  };
  for (const text of texts.slice(1)) write(text);
  return { steps, write, change };
}

test('as many undos as edits lie above a text of ours; none leads to another text', () => {
  const { steps } = written('old', 'new', 'newer');
  expect(['old', 'new', 'newer', 'other'].map((text) => steps.undosTo(text))).toEqual([2, 1, undefined, undefined]);
});

test('whichever session wrote: what was taken back by an edit is passed on the way', () => {
  const { steps } = written('a b', 'A b', 'A B', 'a B');
  expect(steps.undosTo('a b')).toBe(3);
  expect(steps.undosTo('A b')).toBe(2);
});

test('of a text that was there twice, the first is meant', () => {
  const { steps } = written('old', 'new', 'old', 'newer');
  expect(steps.undosTo('old')).toBe(3);
});

test('only the last texts are kept: each is as long as its document', () => {
  const texts = Array.from({ length: 200 }, (_, i) => `text ${i}`);
  const { steps } = written(...texts);
  expect(steps.undosTo('text 150')).toBe(49);
  expect(steps.undosTo('text 149')).toBeUndefined();
});

test('an edit that joins the one before it is no step by itself', () => {
  const { steps, write } = written('old', 'new');
  write('newer', true);
  expect([steps.undosTo('old'), steps.undosTo('new')]).toEqual([1, undefined]);
  const { steps: others, write: join } = written('old');
  join('new', true);
  expect(others.undosTo('old')).toBeUndefined();
});

describe('undo and redo', () => {
  test('are followed', () => {
    const { steps, change } = written('old', 'new', 'newer');
    change('new', 'undo');
    expect([steps.undosTo('old'), steps.undosTo('newer')]).toEqual([1, undefined]);
    change('old', 'undo');
    expect(steps.undosTo('old')).toBeUndefined();
    change('new', 'redo');
    change('newer', 'redo');
    expect(steps.undosTo('old')).toBe(2);
  });

  test('to what lies below, and back', () => {
    const { steps, change } = written('old', 'new');
    change('old', 'undo');
    change('ol', 'undo');
    expect(steps.undosTo('old')).toBeUndefined();
    change('old', 'redo');
    change('new', 'redo');
    expect(steps.undosTo('old')).toBe(1);
  });

  test('an edit after an undo takes the place of what was undone', () => {
    const { steps, change, write } = written('old', 'new', 'newer');
    change('new', 'undo');
    write('newest');
    expect([steps.undosTo('old'), steps.undosTo('newer')]).toEqual([2, undefined]);
    change('newer', 'redo');
    expect(steps.undosTo('old')).toBeUndefined();
  });
});

describe('what somebody else writes', () => {
  test('lies on top until an undo has taken it back', () => {
    const { steps, change } = written('old', 'new');
    change('new and');
    change('new and more');
    change('new and', 'undo');
    expect(steps.undosTo('old')).toBeUndefined();
    change('new', 'undo');
    expect(steps.undosTo('old')).toBe(1);
  });

  test('stays between where it was deleted by hand, which is one more to undo', () => {
    const { steps, change } = written('old', 'new');
    change('new and');
    change('new');
    expect(steps.undosTo('old')).toBeUndefined();
    change('new and', 'undo');
    change('new', 'undo');
    expect(steps.undosTo('old')).toBeUndefined();
  });

  test('is never passed: above it, other edits of ours begin anew', () => {
    const { steps, change, write } = written('old', 'new');
    change('my new');
    write('my newer');
    expect(['old', 'new', 'my new'].map((text) => steps.undosTo(text))).toEqual([undefined, undefined, 1]);
    change('my new', 'undo');
    change('new', 'undo');
    expect(steps.undosTo('old')).toBeUndefined();
  });

  test('that is no longer than what it replaces is noticed, too', () => {
    const { steps, change } = written('old', 'new');
    change('now');
    expect(steps.undosTo('old')).toBeUndefined();
  });
});
