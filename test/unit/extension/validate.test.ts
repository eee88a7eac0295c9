/** Staged text as a draft and back, and which problems are the draft's own. */
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../engine/protocol/messages';
import { patched } from '../../../engine/validate/rounds/patch';
import { baselineOf, newProblems } from '../../../extension/validate/newProblems';
import { draftOf, originalOf, stagedAs } from '../../../extension/validate/stagedDraft';
import { lensesOf } from '../../../extension/render/lenses';
import type { VerdictFacts } from '../../../extension/render/lensStatus';
import { span, staged, stagedHole } from './builders';

const problem = (start: number, end: number, message = 'wrong'): Problem => ({
  span: span(start, end),
  message,
  source: 'test',
});

test('the original of staged text: every hole with its text of before, where that was', () => {
  const state = staged(
    stagedHole(2, 'old', [
      ['new ', 0.5],
      ['text', 0.5],
    ]),
    stagedHole(11, 'x', [['', 1]]),
  );
  const { text, spans } = originalOf('a-new text-b', state);
  expect(text).toBe('a-old-xb');
  expect(spans).toEqual([span(2, 5), span(6, 7)]);
});

describe('problems of a draft', () => {
  const holes = [span(10, 20)];

  test('all in its holes, borders included, even if they were there before', () => {
    const inside = [problem(10, 12), problem(20, 21), problem(15, 15)];
    expect(newProblems(inside, holes, baselineOf(inside, holes))).toEqual(inside);
  });

  test('elsewhere only those that are new; an edit may have moved the old ones', () => {
    const baseline = baselineOf([problem(0, 2, 'old'), problem(40, 42, 'old')], holes);
    expect(newProblems([problem(1, 3, 'old'), problem(50, 52, 'old')], holes, baseline)).toEqual([]);
    const third = problem(60, 62, 'old');
    expect(newProblems([problem(1, 3, 'old'), problem(50, 52, 'old'), third], holes, baseline)).toEqual([third]);
    expect(newProblems([problem(30, 31, 'new')], holes, baseline)).toHaveLength(1);
  });
});

describe('text that breaks the syntax', () => {
  const facts = { uncertain: 0, passes: undefined };
  const state = staged(stagedHole(0, '', [['a', 0.9]]));
  const first = (drafts: number, problems: number) => lensesOf(state, { ...facts, syntax: { drafts, problems } })[0];

  test('is said to, with how many drafts it took to find that out', () => {
    expect(first(12, 2)).toMatchObject({ title: '$(warning) Does not parse' });
    expect(first(12, 2)?.tooltip).toMatch(/none of 12 drafts/);
    expect(first(1, 1)?.tooltip).toMatch(/this text/);
    expect(first(1, 1)).not.toHaveProperty('command');
  });

  test('nothing is said of text that does not, nor beside what validating has found', () => {
    expect(first(3, 0)?.title).toMatch(/Accept/);
    const verdict: VerdictFacts = { kind: 'done', round: 1, rounds: 3, problems: [problem(0, 1)] };
    const titles = lensesOf(state, { ...facts, syntax: { drafts: 3, problems: 1 }, verdict }).map(({ title }) => title);
    expect(titles.join()).not.toMatch(/parse/);
  });
});

describe('staged text as a draft', () => {
  const text = 'a = one + two;';
  const hole = stagedHole(4, 'x', [
    ['one', 0.9],
    [' +', 0.8],
    [' two', 0.4],
  ]);
  const state = staged({
    ...hole,
    cells: hole.cells.map((cell, i) => (i === 1 ? { ...cell, mark: 'pinned' as const } : cell)),
  });

  test('keeps what the user has decided about out of reach', () => {
    expect(draftOf(text, state).holes[0]?.cells.map((cell) => cell.pinned)).toEqual([false, true, false]);
  });

  test('comes back with the marks where they were, and with its original', () => {
    const draft = patched(draftOf(text, state), [
      { span: span(4, 7), cells: [{ text: 'eleven', confidence: 0.7, alternatives: [] }] },
    ]);
    const [back] = stagedAs(state, draft).holes;
    expect(back).toMatchObject({ text: 'eleven + two', original: 'x', span: span(4, 16) });
    expect(back?.cells.map(({ mark, span: at }) => [draft.text.slice(at.start, at.end), mark])).toEqual([
      ['eleven', 'open'],
      [' +', 'pinned'],
      [' two', 'open'],
    ]);
  });
});

describe('the lens', () => {
  const titles = (verdict: VerdictFacts) =>
    lensesOf(staged(stagedHole(0, '', [['a', 0.9]])), { uncertain: 0, passes: undefined, verdict }).map(({ title }) =>
      title.replace(/^\$\([^)]*\) /, ''),
    );
  const verdict = (kind: VerdictFacts['kind'], round: number, count?: number): VerdictFacts => ({
    kind,
    round,
    rounds: 3,
    problems: count === undefined ? undefined : Array.from({ length: count }, () => ({ message: 'wrong' })),
  });

  test('tells each round and can stop it; at the end, what is left', () => {
    expect(titles(verdict('running', 0))).toEqual(['Validating', 'Stop']);
    expect(titles(verdict('running', 2, 1))).toEqual(['Round 2/3 · 1 problem', 'Stop']);
    expect(titles(verdict('done', 3, 2)).slice(0, 3)).toEqual(['2 problems', 'Accept', 'Reject']);
    expect(titles(verdict('done', 2, 0))[0]).toBe('No problems');
  });
});
